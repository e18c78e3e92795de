#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The ways in which devices come into the registry by hand: one, a list of them, or those that have a
 * certificate already. Each asks in a dialog over widget's window. The station must be there as long as
 * the widget. */
void zm_device_intake_add    (GtkWidget *widget,
                              ZmStation *station);
void zm_device_intake_import (GtkWidget *widget,
                              ZmStation *station);
void zm_device_intake_adopt  (GtkWidget *widget,
                              ZmStation *station);
/* Takes files that are dropped on widget: a list (.csv, .txt) is imported, anything else is looked at
 * as certificates. */
void zm_device_intake_watch  (GtkWidget *widget,
                              ZmStation *station);

G_END_DECLS
