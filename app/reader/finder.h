#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* Looks for finder patterns, the squares in three corners of every QR code, which are dark, light,
 * dark, light and dark along any line through their middle, 1 : 1 : 3 : 1 : 1 modules. They are
 * still seen where the modules between them are not readable any more, and tell where a code is
 * and how large. */

#define ZM_FINDER_MARKS_MAX 12

typedef struct {
  double   x; /* of the middle, in pixels */
  double   y;
  double   module; /* pixels */
  gboolean inverted;
  guint    hits; /* lines that crossed it */
} ZmFinderMark;

/* How many there are; those that most lines crossed come first. Pixels are 0 or 255, as
 * zm_filter_threshold() makes them. */
guint zm_finder_find (const ZmGrey *picture,
                      ZmFinderMark  marks[ZM_FINDER_MARKS_MAX]);

G_END_DECLS
