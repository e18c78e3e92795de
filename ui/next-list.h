#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is next at a new station: each step with whether it is done, and the way to where it is done for
 * whoever may. It is there until a device has proved its certificate. */
#define ZM_TYPE_NEXT_LIST (zm_next_list_get_type ())
G_DECLARE_FINAL_TYPE (ZmNextList, zm_next_list, ZM, NEXT_LIST, GtkWidget)

/* Once. */
void zm_next_list_open (ZmNextList *self,
                        ZmStation  *station);

G_END_DECLS
