#include "app/qr/qr-code.h"
#include "app/qr/reader-answer.h"
#include "app/reader/reply.h"
#include "app/reader/scanner.h"
#include "app/reader/search.h"
#include "tests/fuzz/fuzz.h"

/* A picture with a QR code that is spoilt here and there, through zbar to the reply. The input is
 * the pass, the scale, how many spots follow, the spots (x, y, side, shade), and the text; a random
 * picture never looks like a code.
 *
 * zbar is Debian's own build, which no sanitizer watches inside, and it is known to write one byte
 * beyond the text of a structured append. So nothing is said here about its memory: it runs in a
 * process without rights for that reason, and tests/qr and tests/reader try how one ends. What it
 * hands over is judged here, and a crash inside of it still counts as a finding. */

#define SPOTS_MAX  32
#define SPOT_BYTES 4
#define HEADER     3

static const char *const passes[] = { "plain", "blur", "sharpen", "invert", NULL };

static ZmGrey *
draw (const ZmQrCode *code,
      guint           scale)
{
  guint side = (zm_qr_code_get_size (code) + 2 * ZM_QR_CODE_QUIET_ZONE) * scale;
  ZmGrey *picture = zm_grey_new (side, side, NULL);

  for (guint y = 0; y < side; y++)
    {
      for (guint x = 0; x < side; x++)
        picture->pixels[(gsize) y * side + x] =
          zm_qr_code_is_dark (code, (int) (x / scale) - ZM_QR_CODE_QUIET_ZONE,
                              (int) (y / scale) - ZM_QR_CODE_QUIET_ZONE) ? 0 : 255;
    }

  return picture;
}

static void
spoil (ZmGrey       *picture,
       const guint8  spot[SPOT_BYTES])
{
  guint left = spot[0] * picture->width / 256;
  guint top = spot[1] * picture->height / 256;
  guint side = spot[2] % 32u;

  for (guint y = top; y < MIN (top + side, picture->height); y++)
    {
      for (guint x = left; x < MIN (left + side, picture->width); x++)
        picture->pixels[(gsize) y * picture->width + x] = spot[3];
    }
}

static void
check_texts (GPtrArray  *texts,
             const char *expected)
{
  g_autoptr(GBytes) reply = zm_reply_codes (texts);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = zm_reader_answer_parse (reply, &error);

  g_assert_cmpuint (texts->len, <=, ZM_SCANNER_CODES_MAX);
  g_assert_true ((texts->len == 1) == (text != NULL));
  for (guint i = 0; i < texts->len; i++)
    {
      const char *found = g_ptr_array_index (texts, i);

      g_assert_true (found[0] != '\0' && strlen (found) <= ZM_SCANNER_TEXT_MAX);
      g_assert_true (g_utf8_validate (found, -1, NULL));
    }
  /* Whatever the spots did, the error correction gives this text or none. */
  g_assert_true (text == NULL || expected == NULL || g_str_equal (text, expected));
  fuzz_check (text != NULL, &error);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  const char *pass;
  gsize spots = size >= HEADER ? data[2] % SPOTS_MAX : 0;
  gsize start = HEADER + spots * SPOT_BYTES;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmQrCode) code = NULL;
  g_autoptr(ZmGrey) picture = NULL;
  g_autoptr(GPtrArray) texts = NULL;

  if (size <= start)
    return;

  pass = passes[data[0] % G_N_ELEMENTS (passes)];
  text = fuzz_text (data + start, size - start);
  code = zm_qr_code_new (text, &error);
  fuzz_check (code != NULL, &error);
  if (code == NULL)
    return;

  picture = draw (code, 1 + data[1] % 4u);
  for (gsize i = 0; i < spots; i++)
    spoil (picture, data + HEADER + i * SPOT_BYTES);
  texts = zm_search_find (picture, pass, &error);
  fuzz_check (texts != NULL, &error);
  if (texts != NULL)
    check_texts (texts, spots == 0 ? text : NULL);
}
