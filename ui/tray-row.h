#pragma once

#include "app/station/tray.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A half-done device that no place shows: how far it came, why it stands, and how to give it up. To
 * go on, somebody plugs it in. */
#define ZM_TYPE_TRAY_ROW (zm_tray_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmTrayRow, zm_tray_row, ZM, TRAY_ROW, GtkListBoxRow)

GtkWidget *zm_tray_row_new (ZmStation   *station,
                            ZmTrayItem  *item);

G_END_DECLS
