#include "app/reader/light.h"

#include <stdlib.h>

#define STEP   8    /* rows: one in so many tells enough */
#define LEVELS 256
#define EDGE   0.05 /* of the pixels */
#define STEEP  0.002

/* The level that a share of what was counted lies below. */
static guint
find_level (const guint counts[LEVELS],
            double      share)
{
  guint64 total = 0;
  guint64 below = 0;
  guint level = 0;

  for (guint i = 0; i < LEVELS; i++)
    total += counts[i];
  while (level < LEVELS - 1 && (double) (below + counts[level]) <= share * (double) total)
    below += counts[level++];

  return level;
}

void
zm_light_measure (ZmLight      *self,
                  const ZmGrey *picture)
{
  guint levels[LEVELS] = { 0 };
  guint steps[LEVELS] = { 0 };
  guint range;

  for (guint y = 0; y < picture->height; y += STEP)
    {
      const guint8 *row = picture->pixels + (gsize) y * picture->width;
      const guint8 *next = y + 1 < picture->height ? row + picture->width : row;

      levels[row[0]]++;
      for (guint x = 1; x < picture->width; x++)
        {
          levels[row[x]]++;
          steps[abs (row[x] - row[x - 1])]++;
          steps[abs (row[x] - next[x])]++;
        }
    }

  self->dark = (guint8) find_level (levels, EDGE);
  self->light = (guint8) find_level (levels, 1 - EDGE);
  range = MAX (self->light - self->dark, 1);
  self->sharpness = (guint8) MIN (find_level (steps, 1 - STEEP) * 100 / range, 100);
}
