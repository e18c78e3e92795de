#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether a half-done device is given up; "abandon" is the response that says so. */
GtkWidget *zm_abandon_dialog_new (GtkWindow   *parent,
                                  const char  *device_id);

#define ZM_ABANDON_DIALOG_YES "abandon"

G_END_DECLS
