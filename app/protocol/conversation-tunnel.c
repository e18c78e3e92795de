#include "app/protocol/conversation-private.h"

#include "app/base/error.h"

void
zm_conversation_set_tunnel (ZmConversation           *conversation,
                            ZmConversationTunnelFunc  func,
                            gpointer                  data)
{
  g_return_if_fail (conversation != NULL);

  conversation->tunnel = func;
  conversation->tunnel_data = data;
}

static gboolean
advance (ZmConversation  *conversation,
         ZmSender         sender,
         const ZmTunnel  *step,
         GError         **error)
{
  gboolean ok;

  g_mutex_lock (&conversation->lock);
  ok = zm_tunnel_channel_take (&conversation->channel, sender, step, error);
  g_mutex_unlock (&conversation->lock);

  return ok;
}

/* Not under the lock: a peer that sends must not wait until we have sent. */
gboolean
zm_conversation_send_tunnel (ZmConversation  *conversation,
                             const ZmTunnel  *step,
                             GError         **error)
{
  g_autoptr(GBytes) body = NULL;

  g_return_val_if_fail (conversation != NULL && step != NULL, FALSE);

  if (!advance (conversation, conversation->own_side, step, error))
    return FALSE;

  body = zm_tunnel_encode (step);
  return zm_link_send (conversation->link, ZM_FRAME_TUNNEL, body, ZM_CONVERSATION_SEND_TIMEOUT,
                       NULL, error);
}

guint32
zm_conversation_get_tunnel_credit (ZmConversation *conversation)
{
  guint32 credit;

  g_return_val_if_fail (conversation != NULL, 0);

  g_mutex_lock (&conversation->lock);
  credit = conversation->channel.credit[conversation->own_side];
  g_mutex_unlock (&conversation->lock);

  return credit;
}

gboolean
zm_conversation_is_tunnel_idle (ZmConversation *conversation)
{
  gboolean idle;

  g_return_val_if_fail (conversation != NULL, TRUE);

  g_mutex_lock (&conversation->lock);
  idle = zm_tunnel_channel_is_idle (&conversation->channel);
  g_mutex_unlock (&conversation->lock);

  return idle;
}

/* What the peer sent before it heard that we are done with a channel may come when nobody carries
 * any more; it is dropped. */
gboolean
zm_conversation_take_tunnel (ZmConversation  *conversation,
                             GBytes          *body,
                             GError         **error)
{
  ZmSender peer = conversation->own_side == ZM_SENDER_STATION ? ZM_SENDER_DEVICE
                                                              : ZM_SENDER_STATION;
  g_auto(ZmTunnel) step = { 0 };

  if (conversation->phase != ZM_PHASE_REQUESTED ||
      (conversation->tunnel == NULL && zm_conversation_is_tunnel_idle (conversation)))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "message.kind", "a tunnel frame", "a message",
                    "No tunnel is open on this tether");
      return FALSE;
    }
  if (!zm_tunnel_decode (body, &step, error) || !advance (conversation, peer, &step, error))
    return FALSE;

  return conversation->tunnel == NULL ||
         conversation->tunnel (conversation->tunnel_data, &step, error);
}
