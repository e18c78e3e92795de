#include "config.h"

#include "ui/letters.h"

#define USUAL_RESOLUTION 96.0 /* dots an inch */

int
zm_letters_scale (GtkWidget *widget,
                  int        pixels)
{
  double resolution;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), pixels);

  resolution = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget));
  return resolution > 0 ? (int) (pixels * resolution / USUAL_RESOLUTION) : pixels;
}
