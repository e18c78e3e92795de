#include "app/reader/live-search.h"

#include "app/reader/filter.h"
#include "app/reader/finder.h"
#include "app/reader/light.h"
#include "app/reader/region.h"
#include "app/reader/scanner.h"

#define FILTERS_MAX 2
#define SMALL       2.5 /* pixels a module: filters that blur take too much */
#define BUDGET      0.5 /* how many times the frame's pixels may be looked at around marks */
#define CHANCE      1   /* mark that noise may have made */
#define UNSHARP     45  /* per cent: zbar reads nothing where no step is steeper */

typedef ZmGrey *(*Filter) (const ZmGrey  *picture,
                           GError       **error);

typedef struct {
  Filter filters[FILTERS_MAX];
  double cost; /* pixels to look at for each of the picture */
} Pass;

/* Where nothing is known of the frame, one of them, by turns. Which ways are worth their time was measured, see
 * tests/bench/bench-detect.c. */
static const Pass blind_passes[] = {
  { { zm_filter_halve, zm_filter_sharpen } },
  { { zm_filter_blur, zm_filter_stretch } },
};

/* Around marks that were seen. */
static const Pass usual_passes[] = {
  { { zm_filter_blur, zm_filter_stretch }, 1 },
  { { zm_filter_halve, zm_filter_sharpen }, 0.3 },
  { { zm_filter_stretch }, 1 },
  { { zm_filter_blur }, 1 },
  { { zm_filter_sharpen, zm_filter_double }, 4 },
  { { zm_filter_blur, zm_filter_sharpen }, 1 },
  { { zm_filter_blur, zm_filter_threshold }, 1 },
};

static const Pass small_passes[] = {
  { { zm_filter_sharpen, zm_filter_double }, 4 },
  { { zm_filter_stretch }, 1 },
  { { zm_filter_double, zm_filter_sharpen }, 4 },
  { { zm_filter_sharpen }, 1 },
  { { zm_filter_double }, 4 },
  { { zm_filter_blur, zm_filter_stretch }, 1 },
};

struct _ZmLiveSearch {
  ZmScanner     *scanner;
  guint          turn;   /* which pass comes next */
  guint          unseen; /* frames in which nothing certain was seen */
  ZmFinderMark   marks[ZM_FINDER_MARKS_MAX];
  guint          n_marks;
  ZmScannerCode  codes[ZM_SCANNER_CODES_MAX];
};

G_STATIC_ASSERT (ZM_SCANNER_CODES_MAX <= ZM_FRAME_READING_CODES_MAX);
G_STATIC_ASSERT (ZM_SCANNER_TEXT_MAX <= ZM_FRAME_READING_TEXT_MAX);
G_STATIC_ASSERT (ZM_FINDER_MARKS_MAX <= ZM_FRAME_READING_MARKS_MAX);

ZmLiveSearch *
zm_live_search_new (void)
{
  ZmLiveSearch *self = g_new0 (ZmLiveSearch, 1);

  self->scanner = zm_scanner_new ();

  return self;
}

void
zm_live_search_free (ZmLiveSearch *self)
{
  zm_scanner_free (self->scanner);
  g_free (self);
}

static ZmGrey *
apply (const Pass   *pass,
       const ZmGrey *picture)
{
  ZmGrey *result = pass->filters[0] (picture, NULL);

  for (guint i = 1; i < FILTERS_MAX && pass->filters[i] != NULL && result != NULL; i++)
    {
      ZmGrey *next = pass->filters[i] (result, NULL);

      zm_grey_free (result);
      result = next;
    }

  return result;
}

static void
take_code (const ZmScannerCode *code,
           const ZmGrey        *frame,
           const ZmRegion      *region,
           double               scale,
           ZmFrameCode         *result)
{
  result->text = code->text;
  for (guint i = 0; i < G_N_ELEMENTS (result->corners); i++)
    {
      result->corners[i].x = (region->left + code->corners[i][0] * scale) / frame->width;
      result->corners[i].y = (region->top + code->corners[i][1] * scale) / frame->height;
    }
}

/* picture shows the region of the frame, in another size perhaps. TRUE when there was a new code. */
static gboolean
scan (ZmLiveSearch   *self,
      const ZmGrey   *picture,
      const ZmGrey   *frame,
      const ZmRegion *region,
      ZmFrameReading *reading)
{
  double scale = (double) region->width / picture->width;
  guint before = reading->n_codes;

  reading->n_codes = zm_scanner_find (self->scanner, picture, self->codes, before);
  for (guint i = before; i < reading->n_codes; i++)
    take_code (&self->codes[i], frame, region, scale, &reading->codes[i]);

  return reading->n_codes > before;
}

static gboolean
run_pass (ZmLiveSearch   *self,
          const Pass     *pass,
          const ZmGrey   *part,
          const ZmGrey   *frame,
          const ZmRegion *region,
          ZmFrameReading *reading)
{
  g_autoptr(ZmGrey) filtered = apply (pass, part);

  return filtered != NULL && scan (self, filtered, frame, region, reading);
}

/* What read a frame comes first in the next one, which is likely to be like it. */
static gboolean
run_passes (ZmLiveSearch   *self,
            const Pass     *passes,
            guint           n_passes,
            const ZmGrey   *part,
            const ZmGrey   *frame,
            const ZmRegion *region,
            ZmFrameReading *reading)
{
  double budget = BUDGET * (double) zm_grey_length (frame);

  for (guint tried = 0; tried < n_passes && budget > 0; tried++)
    {
      const Pass *pass = &passes[self->turn % n_passes];

      if (run_pass (self, pass, part, frame, region, reading))
        return TRUE;
      budget -= pass->cost * (double) zm_grey_length (part);
      self->turn++;
    }

  return FALSE;
}

static ZmGrey *
cut_part (const ZmGrey   *frame,
          const ZmRegion *region)
{
  g_autoptr(ZmGrey) part = zm_region_cut (region, frame, NULL);

  if (part == NULL || !region->inverted)
    return g_steal_pointer (&part);

  return zm_filter_invert (part, NULL);
}

static gboolean
look_around_marks (ZmLiveSearch   *self,
                   const ZmGrey   *frame,
                   const ZmRegion *region,
                   ZmFrameReading *reading)
{
  g_autoptr(ZmGrey) part = cut_part (frame, region);

  if (part == NULL)
    return FALSE;
  if (scan (self, part, frame, region, reading))
    return TRUE;

  if (region->module < SMALL)
    return run_passes (self, small_passes, G_N_ELEMENTS (small_passes), part, frame, region,
                       reading);

  return run_passes (self, usual_passes, G_N_ELEMENTS (usual_passes), part, frame, region, reading);
}

static gboolean
find_marks (ZmLiveSearch *self,
            const Pass   *way,
            const ZmGrey *frame,
            ZmRegion     *region)
{
  g_autoptr(ZmGrey) picture = apply (way, frame);

  self->n_marks = picture != NULL ? zm_finder_find (picture, self->marks) : 0;

  return zm_region_around (region, frame, self->marks, self->n_marks);
}

static void
tell_marks (const ZmLiveSearch *self,
            const ZmGrey       *frame,
            ZmFrameReading     *reading)
{
  reading->n_marks = self->n_marks;
  for (guint i = 0; i < self->n_marks; i++)
    {
      reading->marks[i].centre.x = self->marks[i].x / frame->width;
      reading->marks[i].centre.y = self->marks[i].y / frame->height;
      reading->marks[i].module = self->marks[i].module;
    }
}

static void
tell_light (const ZmGrey   *frame,
            ZmFrameReading *reading)
{
  ZmLight light;

  zm_light_measure (&light, frame);
  reading->dark = light.dark;
  reading->light = light.light;
  reading->sharpness = light.sharpness;
}

/* Where three marks show one whole code and nothing else was seen, nobody needs the rest of the
 * frame, and the answer is there in a tenth of the time. */
static gboolean
look_closely (ZmLiveSearch   *self,
              const ZmGrey   *frame,
              const ZmRegion *region,
              ZmFrameReading *reading)
{
  return look_around_marks (self, frame, region, reading) &&
         self->n_marks == ZM_REGION_MARKS_OF_CODE;
}

/* Neither anything that looks like a code nor anything sharp: a code that is being brought before
 * the camera, or an empty desk. The next frame is worth more than a long look at this one. */
static gboolean
is_hopeless (const ZmRegion       *region,
             const ZmFrameReading *reading)
{
  return region->marks <= CHANCE && reading->sharpness < UNSHARP;
}

static void
look (ZmLiveSearch   *self,
      const ZmGrey   *frame,
      ZmFrameReading *reading)
{
  /* Noise hides marks, but modules of two pixels do not survive what removes it. */
  static const Pass steady = { { zm_filter_blur, zm_filter_threshold } };
  static const Pass fine = { { zm_filter_threshold } };
  const ZmRegion whole = { .width = frame->width, .height = frame->height };
  ZmRegion region = { .marks = 0 };
  gboolean seen = find_marks (self, &steady, frame, &region) ||
                  find_marks (self, &fine, frame, &region);
  gboolean certain = seen && region.marks >= ZM_REGION_MARKS_OF_CODE;
  guint turn;

  if (certain && look_closely (self, frame, &region, reading))
    return;
  turn = self->unseen++ % (1 + G_N_ELEMENTS (blind_passes));
  if (turn == 0 || !is_hopeless (&region, reading))
    scan (self, frame, frame, &whole, reading);
  if (reading->n_codes > 0 || (seen && !certain && look_around_marks (self, frame, &region, reading)))
    return;
  if (turn > 0)
    run_pass (self, &blind_passes[turn - 1], frame, frame, &whole, reading);
}

void
zm_live_search_read (ZmLiveSearch   *self,
                     const ZmGrey   *picture,
                     ZmFrameReading *reading)
{
  reading->n_codes = 0;
  reading->n_marks = 0;
  tell_light (picture, reading);
  look (self, picture, reading);
  if (reading->n_codes == 0)
    tell_marks (self, picture, reading);
}
