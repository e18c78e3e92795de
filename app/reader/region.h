#pragma once

#include "app/reader/finder.h"

G_BEGIN_DECLS

#define ZM_REGION_MARKS_OF_CODE 3

/* The part of a frame in which the code must lie whose marks were seen. */
typedef struct {
  guint    left; /* pixels */
  guint    top;
  guint    width;
  guint    height;
  guint    marks;  /* that agree in size and shade */
  double   module; /* their mean, in pixels */
  gboolean inverted;
} ZmRegion;

/* FALSE when there are no marks. */
gboolean zm_region_around (ZmRegion            *self,
                           const ZmGrey        *picture,
                           const ZmFinderMark  *marks,
                           guint                count) G_GNUC_WARN_UNUSED_RESULT;
ZmGrey  *zm_region_cut    (const ZmRegion      *self,
                           const ZmGrey        *picture,
                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
