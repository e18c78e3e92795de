#include "app/reader/region.h"

#include <string.h>

#define MARGIN        9  /* modules: from a mark's middle past the quiet zone */
#define REACH         50 /* modules: a code with fewer marks may go on to any side */
#define SIDE_MIN      32 /* pixels */

/* The marks that agree with the best one; another size or shade is another thing. */
static gboolean
agrees (const ZmFinderMark *best,
        const ZmFinderMark *mark)
{
  return best->inverted == mark->inverted && mark->module < 1.6 * best->module &&
         best->module < 1.6 * mark->module;
}

static guint
clamp_side (double at,
            guint  end)
{
  return (guint) CLAMP (at, 0, end);
}

gboolean
zm_region_around (ZmRegion           *self,
                  const ZmGrey       *picture,
                  const ZmFinderMark *marks,
                  guint               count)
{
  double left = picture->width;
  double top = picture->height;
  double right = 0;
  double bottom = 0;
  double modules = 0;
  double margin;
  guint agreeing = 0;

  for (guint i = 0; i < count; i++)
    {
      if (!agrees (&marks[0], &marks[i]))
        continue;
      left = MIN (left, marks[i].x);
      top = MIN (top, marks[i].y);
      right = MAX (right, marks[i].x);
      bottom = MAX (bottom, marks[i].y);
      modules += marks[i].module;
      agreeing++;
    }
  if (agreeing == 0)
    return FALSE;

  self->marks = agreeing;
  self->module = modules / agreeing;
  self->inverted = marks[0].inverted;
  margin = self->module * (agreeing >= ZM_REGION_MARKS_OF_CODE ? MARGIN : REACH);
  self->left = clamp_side (left - margin, picture->width);
  self->top = clamp_side (top - margin, picture->height);
  self->width = clamp_side (right + margin, picture->width) - self->left;
  self->height = clamp_side (bottom + margin, picture->height) - self->top;

  return self->width >= SIDE_MIN && self->height >= SIDE_MIN;
}

ZmGrey *
zm_region_cut (const ZmRegion  *self,
               const ZmGrey    *picture,
               GError         **error)
{
  ZmGrey *part = zm_grey_new (self->width, self->height, error);

  for (guint y = 0; part != NULL && y < self->height; y++)
    memcpy (part->pixels + (gsize) y * self->width,
            picture->pixels + (gsize) (self->top + y) * picture->width + self->left, self->width);

  return part;
}
