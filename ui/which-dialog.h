#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks which of the devices whose codes came together is meant. */

/* tickets: at least two, NULL-terminated, each with a form; place: what people call the port; way: in
 * which they came. The dialog's signal "response" gives what zm_which_dialog_get_ticket() takes. */
GtkWidget  *zm_which_dialog_new        (GtkWindow          *parent,
                                        const char         *place,
                                        const char *const  *tickets,
                                        const char         *way);
/* NULL when none was chosen; as long as the dialog lives. */
const char *zm_which_dialog_get_ticket (GtkWidget          *dialog,
                                        const char         *response);
const char *zm_which_dialog_get_way    (GtkWidget          *dialog);

G_END_DECLS
