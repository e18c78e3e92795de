#pragma once

#include "app/station/credential.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All that a certificate or a request says: for people first, then each field, its text, copies, and
 * a file of it. */
GtkWindow *zm_credential_dialog_new (ZmCredential  *credential,
                                     GtkWindow     *parent);

G_END_DECLS
