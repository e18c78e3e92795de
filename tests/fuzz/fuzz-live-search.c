#include "app/qr/qr-code.h"
#include "app/reader/live-search.h"
#include "tests/fuzz/fuzz.h"

/* Three frames of a camera, raw pixels, through finder, filters and zbar to the answer as the other
 * side judges it. The input is the size of the frame, the scale of a code that is drawn into it (0
 * for none), and bytes that are added to its pixels over and over.
 *
 * zbar itself is watched by no sanitizer; see fuzz-search.c. */

#define HEADER 3
#define FRAMES 3
#define TEXT   "ZM1:DEV-014"

static void
draw_code (ZmGrey *picture,
           guint   scale)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (TEXT, NULL);

  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      {
        gboolean dark = scale > 0 &&
                        zm_qr_code_is_dark (code, (int) (x / scale) - ZM_QR_CODE_QUIET_ZONE,
                                            (int) (y / scale) - ZM_QR_CODE_QUIET_ZONE);

        picture->pixels[(gsize) y * picture->width + x] = dark ? 40 : 200;
      }
}

static void
check_reading (const ZmFrameReading *reading)
{
  guint8 bytes[ZM_FRAME_READING_BYTES_MAX];
  gsize length = zm_frame_reading_encode (reading, bytes);
  ZmFrameReading told;

  g_assert_true (zm_frame_reading_decode (&told, bytes, length));
  g_assert_cmpuint (told.n_codes, ==, reading->n_codes);
  for (guint i = 0; i < told.n_codes; i++)
    g_assert_cmpstr (told.codes[i].text, ==, reading->codes[i].text);
  g_assert_cmpuint (told.n_marks, ==, reading->n_marks);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(ZmLiveSearch) search = NULL;
  g_autoptr(ZmGrey) picture = NULL;

  if (size < HEADER)
    return;

  search = zm_live_search_new ();
  picture = zm_grey_new (32 + data[0] % 128u, 32 + data[1] % 128u, NULL);
  draw_code (picture, data[2] % 5u);
  for (gsize i = 0; i < zm_grey_length (picture) && size > HEADER; i++)
    picture->pixels[i] = (guint8) (picture->pixels[i] + data[HEADER + i % (size - HEADER)]);

  for (guint i = 0; i < FRAMES; i++)
    {
      ZmFrameReading reading = { .number = i };

      zm_live_search_read (search, picture, &reading);
      check_reading (&reading);
    }
}
