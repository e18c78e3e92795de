#pragma once

#include "ui/tick-words.h"

G_BEGIN_DECLS

/* A titled list of ticks. Properties: "title", "words", "model" (GListModel of ZmTick). */
#define ZM_TYPE_TICK_LIST (zm_tick_list_get_type ())
G_DECLARE_FINAL_TYPE (ZmTickList, zm_tick_list, ZM, TICK_LIST, GtkWidget)

G_END_DECLS
