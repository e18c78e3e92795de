#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The proof card of a session on record, of an old one too, and its way to a printer or into a PDF. */
GtkWindow *zm_proof_dialog_new (ZmStation   *station,
                                const char  *session_id,
                                GtkWindow   *parent);

G_END_DECLS
