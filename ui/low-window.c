#include "ui/low-window.h"

typedef struct {
  GtkWidget *widget;
  GtkRevealer *revealer;
  GdkSurface *surface; /* NULL before there is one; not owned */
  int height;
} Yielding;

static void
update (Yielding *yielding)
{
  gboolean low = yielding->surface != NULL &&
                 gdk_surface_get_height (yielding->surface) < yielding->height;

  gtk_widget_set_visible (yielding->widget,
                          !low || !gtk_revealer_get_reveal_child (yielding->revealer));
}

/* Of the new size, before anything is placed in it. */
static void
layout_cb (GdkSurface *surface,
           int         width,
           int         height,
           Yielding   *yielding)
{
  update (yielding);
}

static void
realize_cb (GtkWidget *revealer,
            Yielding  *yielding)
{
  yielding->surface = gtk_native_get_surface (gtk_widget_get_native (revealer));
  g_signal_connect (yielding->surface, "layout", G_CALLBACK (layout_cb), yielding);
  update (yielding);
}

static void
unrealize_cb (GtkWidget *revealer,
              Yielding  *yielding)
{
  g_signal_handlers_disconnect_by_data (yielding->surface, yielding);
  yielding->surface = NULL;
}

static void
free_yielding (gpointer  data,
               GClosure *closure)
{
  g_free (data);
}

void
zm_low_window_yield (GtkWidget   *widget,
                     GtkRevealer *revealer,
                     int          height)
{
  Yielding *yielding;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (GTK_IS_REVEALER (revealer));

  yielding = g_new (Yielding, 1);
  *yielding = (Yielding) { .widget = widget, .revealer = revealer, .height = height };
  g_signal_connect_data (revealer, "notify::reveal-child", G_CALLBACK (update), yielding,
                         free_yielding, G_CONNECT_SWAPPED);
  g_signal_connect (revealer, "realize", G_CALLBACK (realize_cb), yielding);
  g_signal_connect (revealer, "unrealize", G_CALLBACK (unrealize_cb), yielding);
}
