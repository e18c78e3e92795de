#pragma once

#include "app/camera/camera-hint.h"

G_BEGIN_DECLS

/* What a person can do so that the camera reads the code; "" for nothing. */
const char *zm_camera_words_hint   (ZmCameraHint hint);
/* While the desktop asks the person. */
const char *zm_camera_words_asking (void);

G_END_DECLS
