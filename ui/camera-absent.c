#include "ui/camera-card.h"

/* A build without GStreamer has every other way to a code. */

ZmCameraDesk *
zm_camera_desk_new (void)
{
  return NULL;
}

GtkWidget *
zm_camera_card_new (ZmCameraDesk *desk,
                    gboolean      optional)
{
  return NULL;
}
