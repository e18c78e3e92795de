#pragma once

#include "app/labels/label-job.h"
#include "app/labels/label.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A label as it lies on paper, the same for a preview, a printer and a PDF. The unit of cr is the
 * point, of which an inch has 72; the top left is its origin. */

#define ZM_LABEL_DRAWING_POINTS (72.0 / 25.4) /* in a millimetre */

/* Within width × height points: the code at the left, what people read beside it, made smaller and
 * at last cut off where it is too long. Sets check "qr.text" where the code cannot be drawn. */
gboolean zm_label_drawing_draw      (cairo_t           *cr,
                                     const ZmLabel     *label,
                                     double             width,
                                     double             height,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* One page of the job, from 0. */
gboolean zm_label_drawing_draw_page (cairo_t           *cr,
                                     const ZmLabel     *label,
                                     const ZmLabelJob  *job,
                                     guint              page,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
