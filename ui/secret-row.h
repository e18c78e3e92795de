#pragma once

#include "app/base/secret.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that a PIN or a passphrase is typed into (AdwPasswordEntryRow). */

/* What was typed, which leaves the row. */
ZmSecret *zm_secret_row_take  (GtkWidget *row);
/* To be called once before anything is typed as well. */
void      zm_secret_row_clear (GtkWidget *row);
gboolean  zm_secret_row_same  (GtkWidget *row,
                               GtkWidget *again);

G_END_DECLS
