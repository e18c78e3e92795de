#include "app/protocol/conversation-private.h"

#include "app/base/error.h"
#include "app/protocol/report.h"

#define MS G_GINT64_CONSTANT (1000) /* microseconds */

ZmConversation *
zm_conversation_new (ZmLink   *link,
                     ZmSender  own_side)
{
  ZmConversation *conversation;

  g_return_val_if_fail (link != NULL, NULL);

  conversation = g_new0 (ZmConversation, 1);
  conversation->link = link;
  conversation->own_side = own_side;
  g_mutex_init (&conversation->lock);

  return conversation;
}

void
zm_conversation_free (ZmConversation *conversation)
{
  if (conversation == NULL)
    return;

  zm_link_free (conversation->link);
  g_mutex_clear (&conversation->lock);
  g_free (conversation);
}

ZmPhase
zm_conversation_get_phase (ZmConversation *conversation)
{
  g_return_val_if_fail (conversation != NULL, ZM_PHASE_CLOSED);

  return conversation->phase;
}

const char *
zm_conversation_get_port (ZmConversation *conversation)
{
  g_return_val_if_fail (conversation != NULL, NULL);

  return zm_link_get_port (conversation->link);
}

gboolean
zm_conversation_is_gone (ZmConversation *conversation)
{
  g_return_val_if_fail (conversation != NULL, TRUE);

  return zm_link_is_gone (conversation->link);
}

static gboolean
check_open (ZmConversation  *conversation,
            GError         **error)
{
  if (conversation->phase != ZM_PHASE_CLOSED)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.closed", NULL, NULL,
                "The other side has ended the conversation");
  return FALSE;
}

static void
shut (ZmConversation *conversation)
{
  conversation->phase = ZM_PHASE_CLOSED;
  zm_link_close (conversation->link);
}

gboolean
zm_conversation_send (ZmConversation  *conversation,
                      ZmMessage       *message,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_autoptr(ZmMessage) taken = message;
  g_autoptr(GBytes) body = NULL;
  ZmPhase phase;

  g_return_val_if_fail (conversation != NULL && message != NULL, FALSE);

  phase = conversation->phase;
  if (!check_open (conversation, error) || !zm_message_advance (taken, &phase, error))
    return FALSE;

  body = zm_message_encode (taken);
  if (g_bytes_get_size (body) > ZM_FRAME_BODY_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "message.size", NULL, "at most 256 KiB",
                    "The message “%s” does not fit into one frame",
                    zm_message_type_name (zm_message_get_type (taken)));
      return FALSE;
    }
  if (!zm_link_send (conversation->link, ZM_FRAME_MESSAGE, body,
                     ZM_CONVERSATION_SEND_TIMEOUT, cancellable, error))
    return FALSE;

  conversation->phase = phase;
  return TRUE;
}

/* Whether the peer broke a rule, as opposed to being gone or slow. */
static gboolean
is_breach (const GError *error)
{
  return zm_error_matches (error, ZM_ERROR_INVALID) || zm_error_matches (error, ZM_ERROR_CONFLICT);
}

static gboolean
receive_frame (ZmConversation  *conversation,
               ZmFrame         *frame,
               gint64           deadline,
               GCancellable    *cancellable,
               GError         **error)
{
  int left = ZM_TRANSPORT_FOREVER;

  if (deadline != G_MAXINT64)
    left = (int) MAX (0, (deadline - g_get_monotonic_time () + MS - 1) / MS);

  return zm_link_receive (conversation->link, frame, left, cancellable, error);
}

/* However much goes through the tunnel, it does not make anybody wait longer for a message. */
static gboolean
check_time (gint64   deadline,
            GError **error)
{
  if (g_get_monotonic_time () < deadline)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.timeout", "tunnel frames", "a message",
                "The other end of the tether did not answer in time");
  return FALSE;
}

static gboolean
receive_body (ZmConversation  *conversation,
              ZmFrame         *frame,
              gint64           deadline,
              GCancellable    *cancellable,
              GError         **error)
{
  while (receive_frame (conversation, frame, deadline, cancellable, error))
    {
      if (frame->kind == ZM_FRAME_MESSAGE)
        return TRUE;
      if (!zm_conversation_take_tunnel (conversation, frame->body, error) ||
          !check_time (deadline, error))
        return FALSE;
      zm_frame_clear (frame);
    }

  return FALSE;
}

static ZmMessage *
receive_checked (ZmConversation  *conversation,
                 guint            timeout,
                 GCancellable    *cancellable,
                 GError         **error)
{
  ZmSender peer = conversation->own_side == ZM_SENDER_STATION ? ZM_SENDER_DEVICE
                                                              : ZM_SENDER_STATION;
  gint64 deadline = zm_wait_deadline ((int) timeout);
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(ZmMessage) message = NULL;

  if (!receive_body (conversation, &frame, deadline, cancellable, error))
    return NULL;

  message = zm_message_parse (frame.body, peer, error);
  if (message == NULL || !zm_message_advance (message, &conversation->phase, error))
    return NULL;

  return g_steal_pointer (&message);
}

/* A device is told by its station what to make of an error; a station is not told by a device. */
static GError *
take_error (ZmConversation  *conversation,
            const ZmMessage *message)
{
  if (conversation->own_side == ZM_SENDER_DEVICE)
    return zm_message_to_error (message);

  return zm_report_to_error (zm_message_get_string (message, "check"),
                             zm_message_get_string (message, "seen"),
                             zm_message_get_string (message, "expected"),
                             zm_message_get_string (message, "message"));
}

ZmMessage *
zm_conversation_receive (ZmConversation  *conversation,
                         guint            timeout,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autoptr(ZmMessage) message = NULL;
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (conversation != NULL, NULL);

  if (!check_open (conversation, error))
    return NULL;

  message = receive_checked (conversation, timeout, cancellable, &failure);
  if (message == NULL)
    {
      if (is_breach (failure))
        zm_conversation_close (conversation, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  switch (zm_message_get_type (message))
    {
    case ZM_MESSAGE_ERROR:
      shut (conversation);
      g_propagate_error (error, take_error (conversation, message));
      return NULL;
    case ZM_MESSAGE_BYE:
      shut (conversation);
      if (check_open (conversation, error))
        g_assert_not_reached ();
      return NULL;
    default:
      return g_steal_pointer (&message);
    }
}

ZmMessage *
zm_conversation_expect (ZmConversation  *conversation,
                        ZmMessageType    type,
                        guint            timeout,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr(ZmMessage) message = zm_conversation_receive (conversation, timeout, cancellable,
                                                          error);
  g_autoptr(GError) breach = NULL;

  if (message == NULL)
    return NULL;
  if (zm_message_get_type (message) == type)
    return g_steal_pointer (&message);

  zm_error_set (&breach, ZM_ERROR_CONFLICT, "message.unexpected",
                zm_message_type_name (zm_message_get_type (message)), zm_message_type_name (type),
                "The other side said something else than what it was asked");
  zm_conversation_close (conversation, breach);
  g_propagate_error (error, g_steal_pointer (&breach));
  return NULL;
}

void
zm_conversation_close (ZmConversation *conversation,
                       const GError   *reason)
{
  g_autoptr(ZmMessage) last = NULL;
  g_autoptr(GError) ignored = NULL;

  g_return_if_fail (conversation != NULL);

  if (conversation->phase == ZM_PHASE_CLOSED)
    return;

  last = reason != NULL ? zm_message_new_error (reason)
                        : zm_message_new (ZM_MESSAGE_BYE, NULL, NULL);
  if (!zm_conversation_send (conversation, g_steal_pointer (&last), NULL, &ignored))
    g_debug ("The last word was not heard: %s", ignored->message);
  shut (conversation);
}
