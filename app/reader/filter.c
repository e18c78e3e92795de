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

/* The mean of a pixel and its eight neighbours; at the edge the outermost pixel is repeated. */
static guint8
mean_at (const ZmGrey *picture,
         guint         x,
         guint         y)
{
  guint sum = 0;

  if (x > 0 && y > 0 && x + 1 < picture->width && y + 1 < picture->height)
    {
      const guint8 *above = picture->pixels + (gsize) (y - 1) * picture->width + x - 1;
      const guint8 *middle = above + picture->width;
      const guint8 *below = middle + picture->width;

      for (guint i = 0; i < 3; i++)
        sum += (guint) above[i] + middle[i] + below[i];
    }
  else
    {
      for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
          sum += pixel_at (picture, (gint64) x + dx, (gint64) y + dy);
    }

  return (guint8) (sum / 9);
}

ZmGrey *
zm_filter_blur (const ZmGrey  *picture,
                GError       **error)
{
  ZmGrey *result = zm_grey_new (picture->width, picture->height, error);
  guint8 *out;

  if (result == NULL)
    return NULL;

  out = result->pixels;
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      *out++ = mean_at (picture, x, y);

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
