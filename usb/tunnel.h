#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The body of a frame of kind 2: one step of a byte stream that the station carries for the
 * device (design section 7):
 *
 *   u32 channel | u8 op | the bytes of data, or u32 credit; nothing after open and close
 *
 * Who may open what, and who has how much credit left, is for the floor above. */

#define ZM_TUNNEL_HEADER         5
#define ZM_TUNNEL_INITIAL_CREDIT (64 * 1024) /* bytes, in each direction of a fresh channel */

typedef enum {
  ZM_TUNNEL_OPEN = 1,
  ZM_TUNNEL_DATA = 2,
  ZM_TUNNEL_CLOSE = 3,
  ZM_TUNNEL_CREDIT = 4, /* the sender takes so many bytes more */
} ZmTunnelOp;

typedef struct {
  guint32     channel;
  ZmTunnelOp  op;
  guint32     credit; /* bytes; ZM_TUNNEL_CREDIT only */
  GBytes     *data;   /* owned, never empty; NULL but for ZM_TUNNEL_DATA */
} ZmTunnel;

/* The tunnel step must be one that zm_tunnel_decode would accept. */
GBytes   *zm_tunnel_encode (const ZmTunnel  *tunnel);
/* Every refusal is ZM_ERROR_INVALID with check "tunnel.length", "tunnel.op" or "tunnel.credit". */
gboolean  zm_tunnel_decode (GBytes          *body,
                            ZmTunnel        *tunnel,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_tunnel_clear  (ZmTunnel        *tunnel);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmTunnel, zm_tunnel_clear)

G_END_DECLS
