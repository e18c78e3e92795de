#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Judges a list of devices, shows each line, and imports when the person says so. */
void zm_import_flow_begin (GtkWidget *parent,
                           ZmStation *station,
                           GFile     *file);

G_END_DECLS
