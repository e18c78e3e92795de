#pragma once

#include "ui/bench-port.h"
#include "ui/camera-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The guides of all places of the bench, one in front of the others, in a stack that has the pages
 * "empty" and "none-failed" beside them. */

/* The guide, borrowed. camera: NULL in a build without. */
GtkWidget *zm_guide_stack_add  (GtkStack     *stack,
                                ZmBenchPort  *port,
                                ZmCameraDesk *camera);
/* Takes away the guides of places that are not in ports: elements ZmBenchPort. */
void       zm_guide_stack_trim (GtkStack     *stack,
                                GListModel   *ports);
/* port: NULL for the page "empty"; with failed_only, for the page "none-failed". */
void       zm_guide_stack_show (GtkStack     *stack,
                                ZmBenchPort  *port,
                                gboolean      failed_only);

G_END_DECLS
