#pragma once

#include "app/station/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The guided steps in a row. Properties: "stage" (where the session is), "failed", "shown" (what
 * is looked at: follows the stage until a person chooses an earlier one). */
#define ZM_TYPE_STAGE_BAR (zm_stage_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZmStageBar, zm_stage_bar, ZM, STAGE_BAR, GtkWidget)

G_END_DECLS
