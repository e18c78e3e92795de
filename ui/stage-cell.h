#pragma once

#include "app/station/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One of the guided steps: its icon, its word, and how far it is. Pressing it shows what happened
 * there. Properties: "stage" (its own), "current" (where the session is), "shown" (what is looked
 * at), "failed" (the session, where it is). */
#define ZM_TYPE_STAGE_CELL (zm_stage_cell_get_type ())
G_DECLARE_FINAL_TYPE (ZmStageCell, zm_stage_cell, ZM, STAGE_CELL, GtkButton)

G_END_DECLS
