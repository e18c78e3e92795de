#include "app/protocol/request.h"
#include "tests/fuzz/fuzz.h"

/* One packet on the signer's socket, as the signer and as the station reads it. */

static void
try_request (const guint8 *data,
             gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) same = NULL;
  g_autoptr(GBytes) packet = NULL;
  ZmRequestType type = (ZmRequestType) -1;
  ZmRequestType same_type;
  const char *token = "untouched";

  object = zm_request_parse (data, size, &type, &token, &error);
  fuzz_check (object != NULL, &error);
  if (object == NULL)
    return;

  g_assert_nonnull (zm_request_name (type));
  packet = zm_request_encode (type, token, json_deep_copy (object), &error);
  if (packet == NULL)
    {
      /* Escapes may take more room than the characters took. */
      g_assert_cmpstr (zm_error_get_check (error), ==, "request.json");
      return;
    }
  same = zm_request_parse (g_bytes_get_data (packet, NULL), g_bytes_get_size (packet), &same_type,
                           &token, &error);
  g_assert_no_error (error);
  g_assert_cmpint (same_type, ==, type);
  g_assert_true (json_equal (same, object));
}

static void
try_answer (const guint8 *data,
            gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = zm_request_parse_answer (data, size, &error);

  /* An answer may tell of a fault of the signer's. */
  fuzz_check_any (answer != NULL, &error);
  g_assert_true (answer == NULL || json_is_object (answer));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  try_request (copy, size);
  try_answer (copy, size);
}
