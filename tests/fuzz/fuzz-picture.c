#include "app/qr/reader-answer.h"
#include "app/reader/decoder.h"
#include "app/reader/filter.h"
#include "app/reader/reply.h"
#include "tests/fuzz/fuzz.h"

/* A picture file of a stranger, through the decoders and all filters to the reply; fuzz-search.c
 * goes on from there. */

#define PIXELS_MAX 65536 /* for the filters, which are slow */

static void
check_refusal (const GError *error)
{
  g_autoptr(GBytes) reply = zm_reply_error (error);
  g_autoptr(GError) told = NULL;
  g_autofree char *text = zm_reader_answer_parse (reply, &told);

  g_assert_null (text);
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.picture");
  g_assert_cmpstr (zm_error_get_check (told), ==, "reader.picture");
}

static void
check_filters (const ZmGrey *picture)
{
  ZmGrey *(*const filters[]) (const ZmGrey *, GError **) = {
    zm_filter_blur, zm_filter_sharpen, zm_filter_invert, zm_filter_halve, zm_filter_double,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmGrey) filtered = filters[i] (picture, &error);

      fuzz_check (filtered != NULL, &error);
    }
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(GBytes) file = fuzz_bytes (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmGrey) picture = zm_decoder_decode (file, &error);

  if (picture == NULL)
    check_refusal (error);
  fuzz_check (picture != NULL, &error);
  if (picture == NULL)
    return;

  g_assert_true (picture->width >= 1 && picture->width <= ZM_GREY_SIDE_MAX);
  g_assert_true (picture->height >= 1 && picture->height <= ZM_GREY_SIDE_MAX);
  g_assert_cmpuint (zm_grey_length (picture), <=, ZM_GREY_PIXELS_MAX);
  if (zm_grey_length (picture) <= PIXELS_MAX)
    check_filters (picture);
}
