#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The desk tests itself: everything that "stationctl check" looks at, when the page is first seen
 * and whenever somebody asks. What needs somebody stands first. */
#define ZM_TYPE_HEALTH_LIST (zm_health_list_get_type ())
G_DECLARE_FINAL_TYPE (ZmHealthList, zm_health_list, ZM, HEALTH_LIST, GtkWidget)

void zm_health_list_open (ZmHealthList *self,
                          ZmStation    *station);

G_END_DECLS
