#pragma once

#include "app/qr/frame-reading.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What a text is, the one that matters most last. */
typedef enum {
  ZM_CAMERA_CODE_NONE,     /* no code at all */
  ZM_CAMERA_CODE_STRANGER,
  ZM_CAMERA_CODE_LABEL,    /* of this station's: a name, which proves nothing */
  ZM_CAMERA_CODE_TICKET,
} ZmCameraCodeKind;

/* A code in the picture, to be outlined. text is a stranger's (ZmFrameCode). */
typedef struct {
  char             *text;
  ZmCameraCodeKind  kind;
  ZmFramePoint  corners[4]; /* fractions of the viewfinder's frame, as it is shown */
} ZmCameraCode;

ZmCameraCode *zm_camera_code_new  (const ZmFrameCode *code,
                                   gboolean           mirrored);
void          zm_camera_code_free (ZmCameraCode      *self);

G_END_DECLS
