#include "app/reader/filter.h"

#define SHARPNESS 2 /* how many times the difference to the blurred pixel is added */

static guint
pixel_at (const ZmGrey *picture,
          gint64        x,
          gint64        y)
{
  gsize column = (gsize) CLAMP (x, 0, (gint64) picture->width - 1);
  gsize row = (gsize) CLAMP (y, 0, (gint64) picture->height - 1);

  return picture->pixels[row * picture->width + column];
}

/* Three pixels below each other; at the edge the outermost one is repeated. */
static void
add_columns (const ZmGrey *picture,
             guint         y,
             guint16      *sums)
{
  const guint8 *middle = picture->pixels + (gsize) y * picture->width;
  const guint8 *above = y > 0 ? middle - picture->width : middle;
  const guint8 *below = y + 1 < picture->height ? middle + picture->width : middle;

  for (guint x = 0; x < picture->width; x++)
    sums[x] = (guint16) (above[x] + middle[x] + below[x]);
}

/* Each pixel becomes the mean of itself and its eight neighbours. */
ZmGrey *
zm_filter_blur (const ZmGrey  *picture,
                GError       **error)
{
  ZmGrey *result = zm_grey_new (picture->width, picture->height, error);
  guint16 sums[ZM_GREY_SIDE_MAX];
  guint last = picture->width - 1;

  if (result == NULL)
    return NULL;

  for (guint y = 0; y < picture->height; y++)
    {
      guint8 *out = result->pixels + (gsize) y * picture->width;

      add_columns (picture, y, sums);
      for (guint x = 1; x < last; x++)
        out[x] = (guint8) ((guint) (sums[x - 1] + sums[x] + sums[x + 1]) / 9);
      out[0] = (guint8) ((guint) (2 * sums[0] + sums[MIN (1, last)]) / 9);
      out[last] = (guint8) ((guint) (sums[last > 0 ? last - 1 : 0] + 2 * sums[last]) / 9);
    }

  return result;
}

ZmGrey *
zm_filter_sharpen (const ZmGrey  *picture,
                   GError       **error)
{
  ZmGrey *result = zm_filter_blur (picture, error);

  if (result == NULL)
    return NULL;

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    {
      int own = picture->pixels[i];
      int sharp = own + SHARPNESS * (own - (int) result->pixels[i]);

      result->pixels[i] = (guint8) CLAMP (sharp, 0, 255);
    }

  return result;
}

ZmGrey *
zm_filter_invert (const ZmGrey  *picture,
                  GError       **error)
{
  ZmGrey *result = zm_grey_new (picture->width, picture->height, error);

  if (result == NULL)
    return NULL;

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    result->pixels[i] = (guint8) (255 - picture->pixels[i]);

  return result;
}

ZmGrey *
zm_filter_halve (const ZmGrey  *picture,
                 GError       **error)
{
  ZmGrey *result = zm_grey_new (picture->width / 2, picture->height / 2, error);
  guint8 *out;

  if (result == NULL)
    return NULL;

  out = result->pixels;
  for (guint y = 0; y < result->height; y++)
    {
      const guint8 *upper = picture->pixels + (gsize) 2 * y * picture->width;
      const guint8 *lower = upper + picture->width;

      for (guint x = 0; x < result->width; x++, upper += 2, lower += 2)
        *out++ = (guint8) (((guint) upper[0] + upper[1] + lower[0] + lower[1]) / 4);
    }

  return result;
}

ZmGrey *
zm_filter_double (const ZmGrey  *picture,
                  GError       **error)
{
  ZmGrey *result = zm_grey_new ((guint64) picture->width * 2, (guint64) picture->height * 2, error);
  guint8 *out;

  if (result == NULL)
    return NULL;

  /* Each new pixel lies in one quarter of an old one and leans towards its neighbours there. */
  out = result->pixels;
  for (gint64 y = 0; y < result->height; y++)
    for (gint64 x = 0; x < result->width; x++)
      {
        gint64 side = x / 2 + (x % 2 == 0 ? -1 : 1);
        gint64 above = y / 2 + (y % 2 == 0 ? -1 : 1);

        *out++ = (guint8) ((9 * pixel_at (picture, x / 2, y / 2) +
                            3 * pixel_at (picture, side, y / 2) +
                            3 * pixel_at (picture, x / 2, above) +
                            pixel_at (picture, side, above)) / 16);
      }

  return result;
}
