#include "app/protocol/tunnel-pump.h"

#include "app/base/error.h"
#include "app/protocol/tunnel-channel.h"

#include <sys/eventfd.h>
#include <unistd.h>

struct _ZmTunnelPump {
  ZmConversation *conversation;
  guint32         channel;
  int             wake; /* an eventfd: something came */

  GMutex          lock;
  GByteArray     *incoming; /* came, and is not passed on yet */
  guint32         received; /* bytes */
  gboolean        left;     /* the other side has closed, before this one did */
  gboolean        closed;   /* this one has */

  /* Of the thread that runs it. */
  gboolean        deaf;     /* the socket's peer takes nothing any more */
  gboolean        ended;
  guint32         owed;     /* bytes passed on that were not granted again */
  guint32         window;   /* bytes that the other side may have under way */
  guint32         sent;     /* bytes */
};

ZmTunnelPump *
zm_tunnel_pump_new (ZmConversation *conversation,
                    guint32         channel)
{
  ZmTunnelPump *self;

  g_return_val_if_fail (conversation != NULL, NULL);

  self = g_new0 (ZmTunnelPump, 1);
  self->conversation = conversation;
  self->channel = channel;
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->wake < 0)
    g_error ("There are no descriptors left");
  self->incoming = g_byte_array_new ();
  self->window = ZM_TUNNEL_INITIAL_CREDIT;
  g_mutex_init (&self->lock);

  return self;
}

void
zm_tunnel_pump_free (ZmTunnelPump *self)
{
  if (self == NULL)
    return;

  close (self->wake);
  g_byte_array_unref (self->incoming);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
wake_up (ZmTunnelPump *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_debug ("It has been woken often enough");
}

void
zm_tunnel_pump_take (ZmTunnelPump   *self,
                     const ZmTunnel *step)
{
  gsize length = 0;
  const guint8 *data = NULL;

  g_return_if_fail (self != NULL && step != NULL);

  if (step->data != NULL)
    data = g_bytes_get_data (step->data, &length);

  g_mutex_lock (&self->lock);
  if (length > 0)
    g_byte_array_append (self->incoming, data, (guint) length);
  self->received += (guint32) length;
  self->left |= step->op == ZM_TUNNEL_CLOSE && !self->closed;
  g_mutex_unlock (&self->lock);
  wake_up (self);
}

static gboolean
say (ZmTunnelPump  *self,
     ZmTunnelOp     op,
     guint32        credit,
     GBytes        *data,
     GError       **error)
{
  return zm_conversation_send_tunnel (self->conversation,
                                      &(ZmTunnel) { self->channel, op, credit, data }, error);
}

/* As much as the socket takes at once. */
static guint32
write_incoming (ZmTunnelPump *self,
                GSocket      *socket)
{
  guint32 written = 0;

  while (self->incoming->len > 0)
    {
      g_autoptr(GError) failure = NULL;
      gssize count = self->incoming->len;

      if (!self->deaf)
        count = g_socket_send (socket, (const char *) self->incoming->data, self->incoming->len,
                               NULL, &failure);
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      /* What the socket's peer still has to say is worth hearing: why it hung up, perhaps. */
      if (count < 0)
        self->deaf = TRUE;
      else
        g_byte_array_remove_range (self->incoming, 0, (guint) count);
      written += (guint32) MAX (count, 0);
    }

  return written;
}

static gboolean
pass_incoming (ZmTunnelPump  *self,
               GSocket       *socket,
               GError       **error)
{
  guint32 grant;

  g_mutex_lock (&self->lock);
  self->owed += write_incoming (self, socket);
  self->ended |= self->left && self->incoming->len == 0;
  g_mutex_unlock (&self->lock);

  /* With half of it still open, the other side does not run dry meanwhile. */
  if (self->ended || self->owed < self->window / 2)
    return TRUE;
  grant = self->owed + ZM_TUNNEL_PUMP_WINDOW - self->window;
  self->window = ZM_TUNNEL_PUMP_WINDOW;
  self->owed = 0;
  return say (self, ZM_TUNNEL_CREDIT, grant, NULL, error);
}

/* As much as may go at once. Where a channel carries nothing more, a byte is what tells that there
 * would have been more. */
static gsize
get_room (ZmTunnelPump *self)
{
  gsize rest = ZM_TUNNEL_CHANNEL_BYTES_MAX - self->sent;
  gsize credit = zm_conversation_get_tunnel_credit (self->conversation);

  return MIN (MIN (ZM_TUNNEL_PUMP_CHUNK, credit), MAX (rest, 1));
}

/* TRUE with nothing to read: look again. */
static gboolean
pass_outgoing (ZmTunnelPump  *self,
               GSocket       *socket,
               GError       **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) data = NULL;
  gsize room = get_room (self);
  g_autofree char *chunk = g_malloc (room);
  gssize count;

  count = g_socket_receive (socket, chunk, room, NULL, &failure);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return TRUE;
  if (count <= 0)
    {
      self->ended = TRUE;
      return TRUE;
    }

  data = g_bytes_new_take (g_steal_pointer (&chunk), (gsize) count);
  if (!say (self, ZM_TUNNEL_DATA, 0, data, error))
    return FALSE;
  self->sent += (guint32) count;
  return TRUE;
}

static gushort
list_wishes (ZmTunnelPump *self)
{
  gushort wishes = 0;

  if (zm_conversation_get_tunnel_credit (self->conversation) > 0)
    wishes |= G_IO_IN;
  g_mutex_lock (&self->lock);
  if (self->incoming->len > 0)
    wishes |= G_IO_OUT;
  g_mutex_unlock (&self->lock);

  return wishes;
}

static gboolean
check_time (gint64   deadline,
            GError **error)
{
  if (g_get_monotonic_time () < deadline)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tunnel.time", "still open", "an end in time",
                "The connection through the tether took too long");
  return FALSE;
}

/* Until there is something to do. A socket of which nothing is wanted is not looked at: that it was
 * hung up would wake us for ever. */
static gboolean
wait_for_work (ZmTunnelPump  *self,
               GSocket       *socket,
               gint64         deadline,
               GCancellable  *cancellable,
               gboolean      *readable,
               GError       **error)
{
  gushort wishes = list_wishes (self);
  GPollFD fds[3] = {
    { .fd = self->wake, .events = G_IO_IN },
    { .fd = wishes != 0 ? g_socket_get_fd (socket) : -1, .events = wishes },
    { .fd = -1 },
  };
  gint64 left = MAX (0, deadline - g_get_monotonic_time ());
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &fds[2]);
  guint64 count;

  g_poll (fds, G_N_ELEMENTS (fds), (int) MIN (left / 1000 + 1, G_MAXINT));
  if (pollable)
    g_cancellable_release_fd (cancellable);
  if (read (self->wake, &count, sizeof count) < 0)
    count = 0;
  *readable = (wishes & G_IO_IN) != 0 && (fds[1].revents & ~G_IO_OUT) != 0;

  return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         check_time (deadline, error);
}

static gboolean
carry (ZmTunnelPump  *self,
       GSocket       *socket,
       gint64         deadline,
       GCancellable  *cancellable,
       GError       **error)
{
  while (pass_incoming (self, socket, error))
    {
      gboolean readable;

      if (self->ended)
        return TRUE;
      if (!wait_for_work (self, socket, deadline, cancellable, &readable, error) ||
          (readable && !pass_outgoing (self, socket, error)))
        return FALSE;
      if (self->ended)
        return TRUE;
    }

  return FALSE;
}

gboolean
zm_tunnel_pump_run (ZmTunnelPump  *self,
                    GSocket       *socket,
                    gint64         deadline,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  g_socket_set_blocking (socket, FALSE);
  ok = carry (self, socket, deadline, cancellable, error);
  zm_tunnel_pump_end (self);

  return ok;
}

void
zm_tunnel_pump_end (ZmTunnelPump *self)
{
  g_autoptr(GError) unheard = NULL;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);
  if (!say (self, ZM_TUNNEL_CLOSE, 0, NULL, &unheard))
    g_debug ("The end of a channel was not heard: %s", unheard->message);
}

gboolean
zm_tunnel_pump_is_left (ZmTunnelPump *self)
{
  gboolean left;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  left = self->left;
  g_mutex_unlock (&self->lock);

  return left;
}

guint32
zm_tunnel_pump_get_received (ZmTunnelPump *self)
{
  guint32 received;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  received = self->received;
  g_mutex_unlock (&self->lock);

  return received;
}

guint32
zm_tunnel_pump_get_sent (ZmTunnelPump *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sent;
}
