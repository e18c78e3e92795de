#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Ends what a device can do, once a person has said that it is meant: both change what stands for
 * ever, so each asks, and keeping is the default. What was refused is told in a dialog. */
void zm_device_end_retire (GtkWidget  *widget,
                           ZmStation  *station,
                           const char *device_id);
/* Revokes all its certificates, for the reason that the person gives. */
void zm_device_end_revoke (GtkWidget  *widget,
                           ZmStation  *station,
                           const char *device_id);

G_END_DECLS
