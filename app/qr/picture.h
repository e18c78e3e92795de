#pragma once

#include "app/qr/qr-code.h"

G_BEGIN_DECLS

/* Files of pictures: a code to show or print, and a camera's frame to read. */

#define ZM_PICTURE_SCALE_MAX 64

/* PNG of the code with its quiet zone, scale pixels (1 to ZM_PICTURE_SCALE_MAX) a module. */
GBytes *zm_picture_encode_png  (const ZmQrCode  *code,
                                guint            scale,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* PGM of grey pixels, whose rows are stride bytes apart: the form in which the picture reader
 * takes frames, without compression. */
GBytes *zm_picture_encode_grey (const guint8    *pixels,
                                guint            width,
                                guint            height,
                                gsize            stride);

G_END_DECLS
