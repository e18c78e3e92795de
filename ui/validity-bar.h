#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* When something is valid, on an axis of time that several of them share: the part that is over is
 * drawn full, the rest pale, and a line stands at now. The axis runs in the direction of reading.
 * Whoever places it names it in words: it is a picture. Take its colour from a class. */
#define ZM_TYPE_VALIDITY_BAR (zm_validity_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZmValidityBar, zm_validity_bar, ZM, VALIDITY_BAR, GtkWidget)

/* Microseconds of one clock, whichever. */
typedef struct {
  gint64 axis_begin;
  gint64 axis_end;
  gint64 begin;
  gint64 end;
  gint64 now;
} ZmValiditySpan;

void   zm_validity_bar_show  (ZmValidityBar         *self,
                              const ZmValiditySpan  *span);
/* Where on the axis an instant stands, 0 to 1; what lies beyond is at its end. */
double zm_validity_bar_place (const ZmValiditySpan  *span,
                              gint64                 instant);

G_END_DECLS
