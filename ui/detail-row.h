#pragma once

#include "app/station/detail-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One field of a certificate or a request: its name and standard, its value, whether it is critical,
 * and a button that copies the value. */
#define ZM_TYPE_DETAIL_ROW (zm_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmDetailRow, zm_detail_row, ZM, DETAIL_ROW, GtkListBoxRow)

GtkWidget *zm_detail_row_new (ZmDetailItem  *item);

G_END_DECLS
