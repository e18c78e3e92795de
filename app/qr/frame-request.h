#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What zmonitor-reader is told of a frame that lies in the shared memory: one byte a pixel, rows
 * without padding. */

#define ZM_FRAME_REQUEST_BYTES    24
#define ZM_FRAME_REQUEST_SIDE_MIN 32   /* pixels */
#define ZM_FRAME_REQUEST_SIDE_MAX 4096 /* pixels */
#define ZM_FRAME_REQUEST_PIXELS_MAX (3840 * 2160)

typedef struct {
  guint64 number;
  guint   width;
  guint   height;
} ZmFrameRequest;

/* Whether a frame of this size may be asked about. */
gboolean zm_frame_request_is_fit (guint                 width,
                                  guint                 height);
void     zm_frame_request_encode (const ZmFrameRequest *self,
                                  guint8                buffer[ZM_FRAME_REQUEST_BYTES]);
/* FALSE for anything but what zm_frame_request_encode() makes of a frame that is fit. */
gboolean zm_frame_request_decode (ZmFrameRequest       *self,
                                  const guint8         *data,
                                  gsize                 length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
