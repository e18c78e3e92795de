#pragma once

#include "app/protocol/message.h"
#include "usb/tunnel.h"

G_BEGIN_DECLS

/* The rules of the byte stream that a device may have carried through the tether (design section
 * 7), the same on both sides. The device opens, one channel at a time, under a number that is
 * higher than any before it. Nobody sends beyond the other's credit. Whoever closes says nothing
 * more; the other side answers with its own close, and what it had sent before that is good as far
 * as its credit goes. Then another channel may be opened. */

#define ZM_TUNNEL_CHANNEL_OPENS_MAX 4             /* in a conversation */
#define ZM_TUNNEL_CHANNEL_BYTES_MAX (1024 * 1024) /* in each direction of a channel */

/* Zero at the start of a conversation; the arrays go by ZmSender. */
typedef struct {
  guint32  number;    /* of the channel that is open, or was the last one */
  guint    opens;     /* so far */
  gboolean open[2];   /* whether this side has not closed it */
  guint32  credit[2]; /* bytes that this side may send */
  guint32  sent[2];   /* bytes of this side in this channel */
} ZmTunnelChannel;

/* Takes what sender says. A refusal leaves all as it was: "tunnel.state" for what has no place now,
 * "tunnel.channel" for a wrong number or an open too many, "tunnel.credit" for what is beyond the
 * credit or a credit beyond all use, "tunnel.size" for a byte too many. Each is ZM_ERROR_CONFLICT. */
gboolean zm_tunnel_channel_take    (ZmTunnelChannel        *self,
                                    ZmSender                sender,
                                    const ZmTunnel         *step,
                                    GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether both sides are done with the last channel, if there was one. */
gboolean zm_tunnel_channel_is_idle (const ZmTunnelChannel  *self);

G_END_DECLS
