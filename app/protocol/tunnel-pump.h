#pragma once

#include "app/protocol/conversation.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bytes of the socket that go into one frame at most, which is then one USB transfer of the station. */
#define ZM_TUNNEL_PUMP_CHUNK  (60 * 1024)
/* Bytes that the other side may have under way, once a channel has carried more than a handshake. */
#define ZM_TUNNEL_PUMP_WINDOW (256 * 1024)

/* Carries the bytes of one channel between a conversation and a stream socket, both ways, without
 * looking at them. It holds no more than the other side was granted. Two threads work with it: the
 * one that receives gives it what comes, another one runs it. */
typedef struct _ZmTunnelPump ZmTunnelPump;

/* conversation is borrowed, and outlives it. */
ZmTunnelPump *zm_tunnel_pump_new          (ZmConversation  *conversation,
                                           guint32          channel);
void          zm_tunnel_pump_free         (ZmTunnelPump    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTunnelPump, zm_tunnel_pump_free)

/* What came for this channel. Never blocks. */
void          zm_tunnel_pump_take         (ZmTunnelPump    *self,
                                           const ZmTunnel  *step);
/* Blocks until one side ends it, and says close then, whatever the end was. TRUE when the socket's
 * peer or the other side of the tether has closed; otherwise "tunnel.size" (the socket has more than
 * a channel carries), "tunnel.time" (deadline, in monotonic µs, has passed), G_IO_ERROR_CANCELLED,
 * or the tether's failure. */
gboolean      zm_tunnel_pump_run          (ZmTunnelPump    *self,
                                           GSocket         *socket,
                                           gint64           deadline,
                                           GCancellable    *cancellable,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Says close instead of running. */
void          zm_tunnel_pump_end          (ZmTunnelPump    *self);

/* For afterwards, or for the thread that runs it: whether the other side of the tether has closed
 * first, and bytes that came from there and went there. */
gboolean      zm_tunnel_pump_is_left      (ZmTunnelPump    *self);
guint32       zm_tunnel_pump_get_received (ZmTunnelPump    *self);
guint32       zm_tunnel_pump_get_sent     (ZmTunnelPump    *self);

G_END_DECLS
