#include "app/qr/reader-answer.h"
#include "app/qr/reader-client.h"
#include "tests/fuzz/fuzz.h"

/* What a picture reader said that a picture may have taken over. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(GBytes) answer = fuzz_bytes (data, size);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = zm_reader_answer_parse (answer, &error);

  /* A reader without sense is told as one that crashed. */
  fuzz_check_any (text != NULL, &error);
  if (text == NULL)
    return;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, ZM_READER_CLIENT_TEXT_MAX);
}
