#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks which of the devices whose codes came together is meant. */

/* tickets: at least two, NULL-terminated, each with a form; place: what people call the port. The
 * dialog's signal "response" gives what zm_which_dialog_get_ticket() takes. */
GtkWidget  *zm_which_dialog_new        (GtkWindow          *parent,
                                        const char         *place,
                                        const char *const  *tickets);
/* NULL when none was chosen; as long as the dialog lives. */
const char *zm_which_dialog_get_ticket (GtkWidget          *dialog,
                                        const char         *response);

G_END_DECLS
