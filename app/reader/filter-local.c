#include "app/reader/filter.h"

#define RADIUS    24 /* pixels to each side: some modules of a code of a usual size */
#define DIFFERENT 4  /* steps of luminance below the mean */
#define GAIN      4

/* What becomes of a pixel whose surroundings, count pixels, add up to sum. */
typedef guint8 (*Judge) (guint pixel,
                         guint sum,
                         guint count);

/* Sums of the columns of a band of rows, which moves down the picture. */
typedef struct {
  const ZmGrey *picture;
  guint32       sums[ZM_GREY_SIDE_MAX];
  guint         rows;
} Band;

static void
band_add (Band  *band,
          guint  y)
{
  const guint8 *row = band->picture->pixels + (gsize) y * band->picture->width;

  for (guint x = 0; x < band->picture->width; x++)
    band->sums[x] += row[x];
  band->rows++;
}

static void
band_remove (Band  *band,
             guint  y)
{
  const guint8 *row = band->picture->pixels + (gsize) y * band->picture->width;

  for (guint x = 0; x < band->picture->width; x++)
    band->sums[x] -= row[x];
  band->rows--;
}

static inline void
judge_row (const Band   *band,
           const guint8 *in,
           guint8       *out,
           Judge         judge)
{
  guint width = band->picture->width;
  guint columns;
  guint sum = 0;

  for (columns = 0; columns < RADIUS && columns < width; columns++)
    sum += band->sums[columns];
  for (guint x = 0; x < width; x++)
    {
      if (x + RADIUS < width)
        {
          sum += band->sums[x + RADIUS];
          columns++;
        }
      if (x > RADIUS)
        {
          sum -= band->sums[x - RADIUS - 1];
          columns--;
        }
      out[x] = judge (in[x], sum, columns * band->rows);
    }
}

static inline ZmGrey *
judge_picture (const ZmGrey  *picture,
               Judge          judge,
               GError       **error)
{
  ZmGrey *result = zm_grey_new (picture->width, picture->height, error);
  Band band = { .picture = picture };

  if (result == NULL)
    return NULL;

  for (guint y = 0; y < MIN (RADIUS, picture->height); y++)
    band_add (&band, y);
  for (guint y = 0; y < picture->height; y++)
    {
      gsize start = (gsize) y * picture->width;

      if (y + RADIUS < picture->height)
        band_add (&band, y + RADIUS);
      if (y > RADIUS)
        band_remove (&band, y - RADIUS - 1);
      judge_row (&band, picture->pixels + start, result->pixels + start, judge);
    }

  return result;
}

static guint8
judge_threshold (guint pixel,
                 guint sum,
                 guint count)
{
  return (pixel + DIFFERENT) * count < sum ? 0 : 255;
}

static guint8
judge_stretch (guint pixel,
               guint sum,
               guint count)
{
  int stretched = 128 + GAIN * ((int) pixel - (int) (sum / count));

  return (guint8) CLAMP (stretched, 0, 255);
}

ZmGrey *
zm_filter_threshold (const ZmGrey  *picture,
                     GError       **error)
{
  return judge_picture (picture, judge_threshold, error);
}

ZmGrey *
zm_filter_stretch (const ZmGrey  *picture,
                   GError       **error)
{
  return judge_picture (picture, judge_stretch, error);
}
