#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Which of a camera's formats is taken: about 1280 x 720 at 25 frames a second or more, raw rather
 * than compressed, and never more pixels than a viewfinder and a reader can keep up with. */

#define ZM_CAMERA_FORMAT_WIDTH_MAX  1920
#define ZM_CAMERA_FORMAT_HEIGHT_MAX 1200

/* Fixed but for what the camera leaves open. offered may be NULL: then what we could take at all.
 * NULL if nothing of it will do. */
GstCaps *zm_camera_format_choose (GstCaps *offered);

G_END_DECLS
