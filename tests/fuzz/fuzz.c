#include "tests/fuzz/fuzz.h"

#include "app/base/text.h"
#include "app/protocol/message.h"

#include <openssl/err.h>

/* What libFuzzer calls; its header is C++. */
int LLVMFuzzerInitialize (int    *argc,
                          char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  /* A caller's mistake is a fault too if a stranger's bytes lead to it. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

/* What stays in OpenSSL's queue would be told as the cause of somebody else's failure. */
static void
assert_queue_is_empty (void)
{
  const char *file = NULL;
  const char *function = NULL;
  int line = 0;
  unsigned long code = ERR_get_error_all (&file, &line, &function, NULL, NULL);

  if (code != 0)
    g_error ("%s was left in OpenSSL's queue by %s (%s:%d)", ERR_reason_error_string (code),
             function, file, line);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  fuzz_one (data, size);
  assert_queue_is_empty ();

  return 0;
}

/* As a message of the tether it is text of bounded length, and reads as the same error. */
static void
assert_travels (const GError *error)
{
  g_autoptr(ZmMessage) message = zm_message_new_error (error);
  g_autoptr(GBytes) body = zm_message_encode (message);
  g_autoptr(GError) refusal = NULL;
  g_autoptr(ZmMessage) arrived = zm_message_parse (body, ZM_SENDER_DEVICE, &refusal);
  g_autoptr(GError) told = NULL;

  g_assert_no_error (refusal);
  told = zm_message_to_error (arrived);
  g_assert_cmpint (told->code, ==, error->code);
  g_assert_cmpstr (zm_error_get_check (told), ==, zm_error_get_check (error));
}

void
fuzz_check_any (gboolean   accepted,
                GError   **error)
{
  if (accepted)
    {
      g_assert_no_error (*error);
      return;
    }

  g_assert_nonnull (*error);
  g_assert_true ((*error)->domain == ZM_ERROR);
  g_assert_true (zm_error_is_check (zm_error_get_check (*error)));
  g_assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  assert_travels (*error);
  g_clear_error (error);
}

void
fuzz_check (gboolean   accepted,
            GError   **error)
{
  if (!accepted)
    {
      g_assert_nonnull (*error);
      g_assert_cmpint ((*error)->code, !=, ZM_ERROR_INTERNAL);
    }
  fuzz_check_any (accepted, error);
}

char *
fuzz_text (const guint8 *data,
           gsize         size)
{
  char *text = g_malloc (size + 1);

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';

  return text;
}

GBytes *
fuzz_bytes (const guint8 *data,
            gsize         size)
{
  return g_bytes_new (data, size);
}

GBytes *
fuzz_split (const guint8 *data,
            gsize         size,
            guint8        separator,
            gsize        *at)
{
  gsize start = *at;
  gsize end = start;

  if (start > size)
    return NULL;
  while (end < size && data[end] != separator)
    end++;
  *at = end + 1;

  return fuzz_bytes (data + start, end - start);
}

void
fuzz_assert_equal (GBytes     *bytes,
                   const void *data,
                   gsize       size)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
}

void
fuzz_assert_shown (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_assert_false (zm_text_is_dangerous (g_utf8_get_char (text)));
}
