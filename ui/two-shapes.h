#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One thing in two shapes: the wide one where there is room for it, else the narrow one, which may have
 * another height. The height for a width is known before the width is given, as AdwSqueezer's of
 * libadwaita 1.2 is not. "room": what the wide one needs at least, in pixels beside letters of the usual
 * size. Things in a column that are to take the same shape have their wide ones in one GtkSizeGroup. */
#define ZM_TYPE_TWO_SHAPES (zm_two_shapes_get_type ())
G_DECLARE_FINAL_TYPE (ZmTwoShapes, zm_two_shapes, ZM, TWO_SHAPES, GtkWidget)

GtkWidget *zm_two_shapes_get_wide (ZmTwoShapes *self);

G_END_DECLS
