#pragma once

#include "app/store/device-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where certificates end: a line for each ward, a column for each standing, a number in each cell that
 * is a button. Signal: "chosen" (const char *ward, guint standing); ward NULL stands for all of
 * them. */
#define ZM_TYPE_EXPIRY_GRID (zm_expiry_grid_get_type ())
G_DECLARE_FINAL_TYPE (ZmExpiryGrid, zm_expiry_grid, ZM, EXPIRY_GRID, GtkWidget)

/* Elements ZmWardExpiry. */
void zm_expiry_grid_show (ZmExpiryGrid *self,
                          GPtrArray    *wards);

G_END_DECLS
