#pragma once

#include "ui/bench-port.h"
#include "ui/camera-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The guides of all places of the bench, one in front of the others, in a stack that has a page "empty"
 * beside them. */

/* The guide, borrowed. camera: NULL in a build without. */
GtkWidget *zm_guide_stack_add  (GtkStack     *stack,
                                ZmBenchPort  *port,
                                ZmCameraDesk *camera);
/* Takes away the guides of places that are not in ports: elements ZmBenchPort. */
void       zm_guide_stack_trim (GtkStack     *stack,
                                GListModel   *ports);
/* NULL: the page for an empty bench. */
void       zm_guide_stack_show (GtkStack     *stack,
                                ZmBenchPort  *port);

G_END_DECLS
