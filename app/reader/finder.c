#include "app/reader/finder.h"

#include <math.h>
#include <stdlib.h>

#define RUNS       5
#define UNITS      7    /* modules of a pattern */
#define CANDIDATES 64
#define HITS_MIN   4
#define HITS_SHARE 1.2  /* rows for each pixel of a module; without any noise it were 3 */
#define MODULE_MIN 1.2  /* pixels; noise makes smaller patterns everywhere */
#define MODULE_MAX 60.0

static const double expected[RUNS] = { 1, 1, 3, 1, 1 };

/* Pixels are whole, and blur widens light or dark. */
static gboolean
has_ratio (const guint  runs[RUNS],
           double      *module)
{
  guint total = 0;

  for (guint i = 0; i < RUNS; i++)
    total += runs[i];
  *module = (double) total / UNITS;
  if (*module < MODULE_MIN || *module > MODULE_MAX)
    return FALSE;

  for (guint i = 0; i < RUNS; i++)
    {
      if (fabs (runs[i] - expected[i] * *module) > 0.5 * *module + 0.7)
        return FALSE;
    }

  return TRUE;
}

/* Pixels of one shade from at on, in steps along a row or a column, at most limit. */
static guint
run_length (const guint8 *at,
            gssize        step,
            guint         available,
            guint         limit)
{
  guint length = 0;

  while (length < available && length <= limit && at[(gssize) length * step] == at[0])
    length++;

  return length;
}

/* Three runs from at in one direction, the first of which goes on in the other one. */
static gboolean
take_runs (const guint8 *at,
           gssize        step,
           guint         available,
           guint         limit,
           guint         runs[3])
{
  for (guint i = 0; i < 3; i++)
    {
      if (available == 0)
        return FALSE;
      runs[i] = run_length (at, step, available, limit);
      if (runs[i] > limit)
        return FALSE;
      at += (gssize) runs[i] * step;
      available -= runs[i];
    }

  return TRUE;
}

/* The pattern across the other one: moves *position, the place on this line, to its middle. */
static gboolean
crosses (const guint8 *line,
         gssize        step,
         guint         length,
         double       *position,
         double       *module)
{
  guint limit = (guint) (*module * 4) + 2;
  guint middle = (guint) *position;
  const guint8 *at = line + (gssize) middle * step;
  guint before[3];
  guint after[3];
  guint runs[RUNS];
  double own;

  if (middle >= length || !take_runs (at, -step, middle + 1, limit, before) ||
      !take_runs (at, step, length - middle, limit, after))
    return FALSE;

  runs[0] = before[2];
  runs[1] = before[1];
  runs[2] = before[0] + after[0] - 1;
  runs[3] = after[1];
  runs[4] = after[2];
  if (!has_ratio (runs, &own) || own > 2 * *module || *module > 2 * own)
    return FALSE;

  *position = middle + ((double) after[0] - before[0]) / 2 + 0.5;
  *module = own;

  return TRUE;
}

static gboolean
is_same (const ZmFinderMark *a,
         const ZmFinderMark *b)
{
  double reach = 3 * MAX (a->module, b->module);

  return a->inverted == b->inverted && fabs (a->x - b->x) < reach && fabs (a->y - b->y) < reach;
}

static guint
add_mark (ZmFinderMark       *marks,
          guint               count,
          const ZmFinderMark *mark)
{
  for (guint i = 0; i < count; i++)
    {
      ZmFinderMark *known = &marks[i];

      if (!is_same (known, mark))
        continue;
      known->x += (mark->x - known->x) / (known->hits + 1);
      known->y += (mark->y - known->y) / (known->hits + 1);
      known->module += (mark->module - known->module) / (known->hits + 1);
      known->hits++;
      return count;
    }
  if (count < CANDIDATES)
    marks[count++] = *mark;

  return count;
}

/* runs end before x. */
static gboolean
confirm (const ZmGrey *picture,
         guint         x,
         guint         y,
         const guint   runs[RUNS],
         ZmFinderMark *mark)
{
  double across;
  double along = x - runs[4] - runs[3] - runs[2] / 2.0;
  double down = y;
  double again;

  if (!has_ratio (runs, &across))
    return FALSE;

  again = across;
  if (!crosses (picture->pixels + (gsize) along, picture->width, picture->height, &down, &again))
    return FALSE;
  if (!crosses (picture->pixels + (gsize) down * picture->width, 1, picture->width, &along,
                &across))
    return FALSE;

  *mark = (ZmFinderMark) {
    .x = along,
    .y = down,
    .module = (across + again) / 2,
    .inverted = picture->pixels[(gsize) down * picture->width + (gsize) along] != 0,
    .hits = 1,
  };

  return TRUE;
}

static guint
search_row (const ZmGrey *picture,
            guint         y,
            ZmFinderMark *marks,
            guint         count)
{
  const guint8 *row = picture->pixels + (gsize) y * picture->width;
  guint runs[RUNS] = { 0 };
  guint start = 0;

  for (guint x = 1; x <= picture->width; x++)
    {
      ZmFinderMark mark;

      if (x < picture->width && row[x] == row[x - 1])
        continue;
      for (guint i = 1; i < RUNS; i++)
        runs[i - 1] = runs[i];
      runs[RUNS - 1] = x - start;
      start = x;
      if (runs[0] > 0 && confirm (picture, x, y, runs, &mark))
        count = add_mark (marks, count, &mark);
    }

  return count;
}

static int
compare_hits (const void *a,
              const void *b)
{
  const ZmFinderMark *first = a;
  const ZmFinderMark *second = b;

  return (int) second->hits - (int) first->hits;
}

/* Chance makes the pattern in a row or two, never in many below each other. */
static gboolean
is_mark (const ZmFinderMark *candidate)
{
  return candidate->hits >= HITS_MIN && candidate->hits >= HITS_SHARE * candidate->module;
}

guint
zm_finder_find (const ZmGrey *picture,
                ZmFinderMark  marks[ZM_FINDER_MARKS_MAX])
{
  ZmFinderMark candidates[CANDIDATES] = { 0 };
  guint count = 0;
  guint taken = 0;

  for (guint y = 0; y < picture->height; y++)
    count = search_row (picture, y, candidates, count);
  qsort (candidates, count, sizeof *candidates, compare_hits);
  for (guint i = 0; i < count && taken < ZM_FINDER_MARKS_MAX; i++)
    {
      if (is_mark (&candidates[i]))
        marks[taken++] = candidates[i];
    }

  return taken;
}
