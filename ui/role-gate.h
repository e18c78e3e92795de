#pragma once

#include "app/protocol/request.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What another role may do stays where it is, cannot be pressed, and says whose it is. A courtesy: who
 * may what is decided by the station and the signer. */

/* For all buttons at or below widget; again when somebody else has signed in. */
void zm_role_gate_apply (GtkWidget *widget,
                         ZmRole     role);

G_END_DECLS
