#include "config.h"

#include "ui/squeeze.h"

static gboolean
resize_cb (gpointer user_data)
{
  gtk_widget_queue_resize (user_data);
  return G_SOURCE_REMOVE;
}

/* After this layout, and before the next frame is drawn. */
static void
switched_cb (AdwSqueezer *squeezer)
{
  g_idle_add_full (GDK_PRIORITY_EVENTS, resize_cb, g_object_ref (squeezer), g_object_unref);
}

void
zm_squeeze_follow (AdwSqueezer *squeezer)
{
  g_return_if_fail (ADW_IS_SQUEEZER (squeezer));

  g_signal_connect (squeezer, "notify::visible-child", G_CALLBACK (switched_cb), NULL);
}
