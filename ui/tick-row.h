#pragma once

#include "ui/tick-words.h"

G_BEGIN_DECLS

/* One tick: what was looked at, what was seen, and how it came out. */
#define ZM_TYPE_TICK_ROW (zm_tick_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmTickRow, zm_tick_row, ZM, TICK_ROW, GtkListBoxRow)

GtkWidget *zm_tick_row_new (ZmTick      *tick,
                            ZmTickWords  words);

G_END_DECLS
