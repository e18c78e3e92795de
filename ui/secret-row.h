#pragma once

#include "app/base/secret.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that a PIN or a passphrase is typed into (AdwPasswordEntryRow). */

/* What was typed, which stays in the row. */
ZmSecret *zm_secret_row_copy  (GtkWidget *row);
/* The same, which leaves the row. */
ZmSecret *zm_secret_row_take  (GtkWidget *row);
/* To be called once before anything is typed as well. */
void      zm_secret_row_clear (GtkWidget *row);
/* Whether what is typed passes a rule of app/protocol/secret-rules.h. */
gboolean  zm_secret_row_check (GtkWidget *row,
                               gboolean (*rule) (const ZmSecret  *secret,
                                                 GError         **error));

G_END_DECLS
