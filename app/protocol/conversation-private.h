#pragma once

#include "app/protocol/conversation.h"
#include "app/protocol/tunnel-channel.h"

G_BEGIN_DECLS

/* For conversation.c and conversation-tunnel.c. */

#define ZM_CONVERSATION_SEND_TIMEOUT 10000 /* ms: a peer that does not read is as good as gone */

struct _ZmConversation {
  ZmLink                   *link;
  ZmSender                  own_side;
  ZmPhase                   phase;

  ZmConversationTunnelFunc  tunnel; /* NULL: there is none */
  gpointer                  tunnel_data;
  GMutex                    lock;
  ZmTunnelChannel           channel; /* under lock */
};

/* One that came. A refusal is a breach. */
gboolean zm_conversation_take_tunnel (ZmConversation  *conversation,
                                      GBytes          *body,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
