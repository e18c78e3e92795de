#pragma once

#include "app/station/health.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One thing that was looked at on this desk: how well it is, and what to do where it is not. */
#define ZM_TYPE_FINDING_ROW (zm_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmFindingRow, zm_finding_row, ZM, FINDING_ROW, GtkListBoxRow)

GtkWidget *zm_finding_row_new  (void);
void       zm_finding_row_show (ZmFindingRow          *self,
                                const ZmHealthFinding *finding);

G_END_DECLS
