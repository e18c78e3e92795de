#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Judges certificates that devices have already, shows what each file says, and adopts when the person
 * says so. files: GFile. */
void zm_adopt_flow_begin (GtkWidget  *parent,
                          ZmStation  *station,
                          GListModel *files);

G_END_DECLS
