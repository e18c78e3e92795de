#pragma once

#include "app/station/line.h"
#include "ui/bench-port.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Line mode at this desk: many devices one after the other. It watches all places, and says which one
 * is to be shown by the rule of app/station/line.h; who is verified and unplugged is put away. Whether
 * it is on is remembered. It moves nothing itself but the eyes, and answers nothing.
 *
 * Signals: "bring" (ZmBenchPort): this place is to be shown; "changed": a place may need something else
 * than before, whether line mode is on or not. */
#define ZM_TYPE_LINE_MODE (zm_line_mode_get_type ())
G_DECLARE_FINAL_TYPE (ZmLineMode, zm_line_mode, ZM, LINE_MODE, GObject)

/* ports: elements ZmBenchPort. guides: where a person types and compares; borrowed, and outlives it. */
ZmLineMode *zm_line_mode_new         (GListModel   *ports,
                                      GtkWidget    *guides);
gboolean    zm_line_mode_is_on       (ZmLineMode   *self);
void        zm_line_mode_set_on      (ZmLineMode   *self,
                                      gboolean      on);
/* What is shown from now on, or NULL. by_hand: a person has chosen it, and keeps it until it needs
 * something else than now. */
void        zm_line_mode_note_shown  (ZmLineMode   *self,
                                      ZmBenchPort  *port,
                                      gboolean      by_hand);
/* A person has begun with this one: whether it is shown at once, or what is shown comes first. */
gboolean    zm_line_mode_admit       (ZmLineMode   *self,
                                      ZmBenchPort  *port);

G_END_DECLS
