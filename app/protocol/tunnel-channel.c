#include "app/protocol/tunnel-channel.h"

#include "app/base/error.h"

static gboolean
refuse (const char  *check,
        guint64      seen,
        guint64      expected,
        const char  *message,
        GError     **error)
{
  g_autofree char *seen_text = g_strdup_printf ("%" G_GUINT64_FORMAT, seen);
  g_autofree char *expected_text = g_strdup_printf ("at most %" G_GUINT64_FORMAT, expected);

  zm_error_set (error, ZM_ERROR_CONFLICT, check, seen_text, expected_text, "%s", message);
  return FALSE;
}

static gboolean
refuse_state (const char  *seen,
              const char  *expected,
              GError     **error)
{
  zm_error_set (error, ZM_ERROR_CONFLICT, "tunnel.state", seen, expected,
                "A tunnel frame has no place here");
  return FALSE;
}

static gboolean
refuse_channel (guint32      seen,
                const char  *expected,
                GError     **error)
{
  g_autofree char *seen_text = g_strdup_printf ("channel %u", seen);

  zm_error_set (error, ZM_ERROR_CONFLICT, "tunnel.channel", seen_text, expected,
                "A tunnel frame names a channel that is not there, or cannot be opened");
  return FALSE;
}

gboolean
zm_tunnel_channel_is_idle (const ZmTunnelChannel *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return !self->open[ZM_SENDER_STATION] && !self->open[ZM_SENDER_DEVICE];
}

static gboolean
take_open (ZmTunnelChannel  *self,
           ZmSender          sender,
           guint32           number,
           GError          **error)
{
  if (sender != ZM_SENDER_DEVICE)
    return refuse_state ("open by the station", "open by the device", error);
  if (!zm_tunnel_channel_is_idle (self))
    return refuse_channel (number, "one channel at a time", error);
  if (number <= self->number)
    return refuse_channel (number, "a number higher than all before", error);
  if (self->opens == ZM_TUNNEL_CHANNEL_OPENS_MAX)
    return refuse_channel (number,
                           "at most " G_STRINGIFY (ZM_TUNNEL_CHANNEL_OPENS_MAX) " channels",
                           error);

  *self = (ZmTunnelChannel) {
    .number = number,
    .opens = self->opens + 1,
    .open = { TRUE, TRUE },
    .credit = { ZM_TUNNEL_INITIAL_CREDIT, ZM_TUNNEL_INITIAL_CREDIT },
  };
  return TRUE;
}

static gboolean
take_data (ZmTunnelChannel  *self,
           ZmSender          sender,
           gsize             length,
           GError          **error)
{
  if (length > self->credit[sender])
    return refuse ("tunnel.credit", length, self->credit[sender],
                   "More bytes came through the tunnel than there was room for", error);
  if (length > ZM_TUNNEL_CHANNEL_BYTES_MAX - self->sent[sender])
    return refuse ("tunnel.size", self->sent[sender] + length, ZM_TUNNEL_CHANNEL_BYTES_MAX,
                   "More bytes were to go through the tunnel than it carries", error);

  self->credit[sender] -= (guint32) length;
  self->sent[sender] += (guint32) length;
  return TRUE;
}

/* More than a channel carries is of no use, and no number that anybody adds up overflows. */
static gboolean
take_credit (ZmTunnelChannel  *self,
             ZmSender          sender,
             guint32           credit,
             GError          **error)
{
  ZmSender other = sender == ZM_SENDER_STATION ? ZM_SENDER_DEVICE : ZM_SENDER_STATION;
  guint32 room = ZM_TUNNEL_CHANNEL_BYTES_MAX - self->credit[other];

  if (credit == 0 || credit > room)
    return refuse ("tunnel.credit", credit, room,
                   "The tunnel was given room for nothing, or for more than it carries", error);

  self->credit[other] += credit;
  return TRUE;
}

gboolean
zm_tunnel_channel_take (ZmTunnelChannel  *self,
                        ZmSender          sender,
                        const ZmTunnel   *step,
                        GError          **error)
{
  g_return_val_if_fail (self != NULL && step != NULL, FALSE);

  if (step->op == ZM_TUNNEL_OPEN)
    return take_open (self, sender, step->channel, error);
  if (step->channel != self->number || self->opens == 0)
    return refuse_channel (step->channel, "the channel that is open", error);
  if (!self->open[sender])
    return refuse_state ("a frame after the close", "an open channel", error);

  switch (step->op)
    {
    case ZM_TUNNEL_DATA:
      return take_data (self, sender, g_bytes_get_size (step->data), error);
    case ZM_TUNNEL_CREDIT:
      return take_credit (self, sender, step->credit, error);
    case ZM_TUNNEL_CLOSE:
    case ZM_TUNNEL_OPEN:
    default:
      self->open[sender] = FALSE;
      return TRUE;
    }
}
