#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names for screen readers that are not known before run time; the others stand in the .ui. */
void zm_accessible_set_label       (GtkWidget  *widget,
                                    const char *label);
void zm_accessible_set_description (GtkWidget  *widget,
                                    const char *description);
/* What GTK or libadwaita built within a widget and left without a name: the first part of that type
 * gets it. */
void zm_accessible_name_part       (GtkWidget  *widget,
                                    GType       type,
                                    const char *label);
/* For all buttons with a mnemonic within, also for those of a message dialog that has its responses:
 * GTK 4.8 has a screen reader say what stands on them twice, and once with the underscore. A button that
 * has its text for a name is given no label beside it, only a description. */
void zm_accessible_name_buttons    (GtkWidget  *widget);

G_END_DECLS
