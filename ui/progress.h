#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How far a long work in a thread has come: made in the thread that draws, reported from any other,
 * told there, at most once between two pictures. Property: "fraction" (0.0 to 1.0). */
#define ZM_TYPE_PROGRESS (zm_progress_get_type ())
G_DECLARE_FINAL_TYPE (ZmProgress, zm_progress, ZM, PROGRESS, GObject)

ZmProgress *zm_progress_new          (void);
double      zm_progress_get_fraction (ZmProgress *self);
/* self: ZmProgress. Of a form that the rooms below call. */
void        zm_progress_report       (guint64     done,
                                      guint64     total,
                                      gpointer    self);

G_END_DECLS
