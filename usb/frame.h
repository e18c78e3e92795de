#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One frame of the tether, which is one whole transfer (design section 7):
 *
 *   "ZM" | u8 version = 1 | u8 kind | u32 sequence | u32 length | u32 CRC-32 of the body | body
 *
 * little-endian. The CRC finds accidents; it protects against nobody. What a body means is not
 * known here. */

#define ZM_FRAME_HEADER   16
#define ZM_FRAME_BODY_MAX (256 * 1024)
#define ZM_FRAME_MAX      (ZM_FRAME_HEADER + ZM_FRAME_BODY_MAX)

typedef enum {
  ZM_FRAME_MESSAGE = 1, /* one JSON object */
  ZM_FRAME_TUNNEL = 2,  /* see usb/tunnel.h */
} ZmFrameKind;

typedef struct {
  ZmFrameKind  kind;
  guint32      sequence; /* from 1, counted in each direction */
  GBytes      *body;     /* owned */
} ZmFrame;

/* sequence ≥ 1; the body has at most ZM_FRAME_BODY_MAX bytes. */
GBytes   *zm_frame_encode (ZmFrameKind    kind,
                           guint32        sequence,
                           GBytes        *body);
/* data is one whole transfer of a stranger. Every refusal is ZM_ERROR_INVALID with check
 * "frame.length", "frame.magic", "frame.version", "frame.kind", "frame.sequence" or "frame.crc".
 * Free the frame's parts with zm_frame_clear. */
gboolean  zm_frame_decode (const guint8  *data,
                           gsize          length,
                           ZmFrame       *frame,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_frame_clear  (ZmFrame       *frame);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmFrame, zm_frame_clear)

G_END_DECLS
