#include "app/device/http-answer.h"
#include "tests/fuzz/fuzz.h"

/* What a server answered in the mutual-TLS test. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmHttpAnswer) answer = zm_http_answer_parse (bytes, &error);

  fuzz_check (answer != NULL, &error);
  if (answer == NULL)
    return;

  g_assert_true (answer->status >= 100 && answer->status <= 999);
  g_assert_cmpuint (size, <=, ZM_HTTP_ANSWER_MAX);
  g_assert_nonnull (answer->body);
  g_assert_cmpuint (g_bytes_get_size (answer->body), <, size);
}
