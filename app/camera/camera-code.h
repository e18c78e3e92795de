#pragma once

#include "app/qr/frame-reading.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A code in the picture, to be outlined. text is a stranger's (ZmFrameCode). */
typedef struct {
  char         *text;
  gboolean      is_ticket;
  ZmFramePoint  corners[4]; /* fractions of the viewfinder's frame, as it is shown */
} ZmCameraCode;

ZmCameraCode *zm_camera_code_new  (const ZmFrameCode *code,
                                   gboolean           is_ticket,
                                   gboolean           mirrored);
void          zm_camera_code_free (ZmCameraCode      *self);

G_END_DECLS
