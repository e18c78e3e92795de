#include "usb/gadget-transport.h"

#include "usb/frame.h"
#include "usb/gadget-assembly.h"
#include "usb/gadget-descriptors.h"
#include "usb/gadget-endpoint.h"
#include "usb/transport-private.h"

#include "app/base/error.h"

#include <errno.h>
#include <poll.h>

#define CANCEL_TIMEOUT 1000 /* ms for the kernel to end what it was asked to give up */

struct _ZmGadgetTransport {
  GObject           parent_instance;

  char             *port;
  ZmGadgetEvents   *events;
  guint64           conversation;
  ZmGadgetEndpoint *in;       /* to the station */
  ZmGadgetEndpoint *out;      /* from the station */
  ZmGadgetAssembly  assembly; /* of the frame that is coming in */
  GBytes           *early;    /* the first transfer from the station, if another one had it */
  gboolean          closed;   /* atomic */
  guint64           doubted;  /* the conversation whose transfer the newest of out may be, or 0 */
};

/* A frame that is going out, as a row of transfers. The first is one packet: it goes out whole or
 * not at all, so that a frame given up before it has left no trace. */
typedef struct {
  const guint8 *data;
  gsize         length;
  gsize         begun;    /* bytes */
  gboolean      complete; /* the last transfer has begun */
  gboolean      moved;    /* a transfer has ended well */
  gboolean      torn;     /* a transfer has failed */
} Outgoing;

static gboolean
is_current (ZmGadgetTransport *self)
{
  return zm_gadget_events_is_current (self->events, self->conversation);
}

/* number: an errno. */
static gboolean
set_system_error (const char  *port,
                  int          number,
                  GError     **error)
{
  switch (number)
    {
    case EAGAIN: /* not enabled */
    case ECONNRESET:
    case ENODEV:
    case ESHUTDOWN:
      return zm_transport_set_unplugged (port, error);

    default:
      zm_error_set (error, ZM_ERROR_IO, "tether.io", g_strerror (number), NULL,
                    "The tether “%s” failed", port);
      return FALSE;
    }
}

/* The conversation may have ended, and another one begun, between the look and the transfer, which
 * is then the other's. The kernel gives up what it still can; see hand_over for the rest. */
static int
begin (ZmGadgetTransport *self,
       ZmGadgetEndpoint  *endpoint,
       const guint8      *data,
       gsize              length)
{
  int status;

  if (!is_current (self))
    return ESHUTDOWN;

  status = zm_gadget_endpoint_begin (endpoint, data, length);
  if (status != 0 || is_current (self))
    return status;

  zm_gadget_endpoint_cancel (endpoint);
  if (endpoint == self->out)
    self->doubted = zm_gadget_events_get_conversation (self->events);
  g_atomic_int_set (&self->closed, TRUE);
  return ESHUTDOWN;
}

static int
begin_next (ZmGadgetTransport *self,
            Outgoing          *outgoing)
{
  gsize packet = zm_gadget_endpoint_get_packet_size (self->in);
  gsize limit = outgoing->begun == 0 ? packet : ZM_GADGET_TRANSFER_MAX;
  gsize length = MIN (limit, outgoing->length - outgoing->begun);
  int status = begin (self, self->in, outgoing->data + outgoing->begun, length);

  outgoing->begun += length;
  outgoing->complete = outgoing->begun == outgoing->length && length % packet != 0;
  /* The empty transfer that ends whole packets. */
  if (length == 0)
    outgoing->complete = TRUE;

  return status;
}

/* Takes what has ended. */
static void
take_ended (ZmGadgetTransport *self,
            Outgoing          *outgoing,
            int               *status)
{
  gssize result;

  while (zm_gadget_endpoint_take (self->in, &result, NULL))
    {
      if (result >= 0)
        outgoing->moved = TRUE;
      else
        outgoing->torn = TRUE;
      if (result < 0 && *status == 0)
        *status = (int) -result;
    }
}

/* Waits until the kernel has let go of what it was asked to give up; FALSE if it does not. */
static gboolean
settle (ZmGadgetTransport *self,
        ZmGadgetEndpoint  *endpoint)
{
  gint64 deadline = zm_wait_deadline (CANCEL_TIMEOUT);

  while (!zm_gadget_endpoint_has_ended (endpoint))
    {
      if (!zm_transport_wait_for_fd (self->port, zm_gadget_endpoint_get_fd (endpoint), POLLIN,
                                     deadline, NULL, NULL))
        return FALSE;
    }

  return TRUE;
}

/* Returns TRUE if the frame had gone out after all. */
static gboolean
give_up (ZmGadgetTransport *self,
         Outgoing          *outgoing)
{
  gboolean settled;
  int status = 0;

  zm_gadget_endpoint_cancel (self->in);
  settled = settle (self, self->in);
  take_ended (self, outgoing, &status);
  if (settled && outgoing->complete && !outgoing->torn)
    return TRUE;
  if (!settled || outgoing->moved)
    zm_transport_close (ZM_TRANSPORT (self));

  return FALSE;
}

static gboolean
fail_send (ZmGadgetTransport  *self,
           int                 status,
           GError            **error)
{
  zm_transport_close (ZM_TRANSPORT (self));
  return set_system_error (self->port, status, error);
}

static gboolean
zm_gadget_transport_send (ZmTransport   *transport,
                          GBytes        *frame,
                          int            timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  ZmGadgetTransport *self = ZM_GADGET_TRANSPORT (transport);
  gint64 deadline = zm_wait_deadline (timeout);
  Outgoing outgoing = { 0 };
  int status = 0;

  outgoing.data = g_bytes_get_data (frame, &outgoing.length);
  if (g_atomic_int_get (&self->closed))
    return zm_transport_set_unplugged (self->port, error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  for (;;)
    {
      g_autoptr(GError) failure = NULL;

      while (status == 0 && !outgoing.complete && !zm_gadget_endpoint_is_full (self->in))
        status = begin_next (self, &outgoing);
      take_ended (self, &outgoing, &status);
      if (status != 0)
        return fail_send (self, status, error);
      if (!outgoing.complete && !zm_gadget_endpoint_is_full (self->in))
        continue;
      if (outgoing.complete && zm_gadget_endpoint_is_idle (self->in))
        return TRUE;
      if (!zm_transport_wait_for_fd (self->port, zm_gadget_endpoint_get_fd (self->in), POLLIN,
                                     deadline, cancellable, &failure))
        {
          if (give_up (self, &outgoing))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
}

/* As many reads as the ring holds, so that the host never waits for us. */
static void
refill (ZmGadgetTransport *self)
{
  while (!zm_gadget_endpoint_is_full (self->out) &&
         begin (self, self->out, NULL, ZM_GADGET_TRANSFER_MAX) == 0)
    ;
}

static gboolean
set_size_error (GError **error)
{
  g_autofree char *expected = g_strdup_printf ("at most %d bytes", ZM_FRAME_MAX);

  zm_error_set (error, ZM_ERROR_INVALID, "tether.size", "more", expected,
                "The other end of the tether sent more than one frame may have");
  return FALSE;
}

/* Takes one transfer that has ended; frame is set if it was the last of one. */
static gboolean
add_transfer (ZmGadgetTransport  *self,
              gssize              result,
              const guint8       *data,
              GBytes            **frame,
              GError            **error)
{
  if (result < 0)
    {
      g_atomic_int_set (&self->closed, TRUE);
      return set_system_error (self->port, (int) -result, error);
    }

  if (zm_gadget_assembly_add (&self->assembly, data, (gsize) result,
                              result < ZM_GADGET_TRANSFER_MAX,
                              frame) == ZM_GADGET_ASSEMBLY_TOO_LARGE)
    return set_size_error (error);

  return TRUE;
}

static gboolean
take_transfer (ZmGadgetTransport  *self,
               gssize             *result,
               const guint8      **data)
{
  gsize length;

  if (self->early == NULL)
    return zm_gadget_endpoint_take (self->out, result, data);

  *data = g_bytes_get_data (self->early, &length);
  *result = (gssize) length;
  return TRUE;
}

static GBytes *
zm_gadget_transport_receive (ZmTransport   *transport,
                             int            timeout,
                             GCancellable  *cancellable,
                             GError       **error)
{
  ZmGadgetTransport *self = ZM_GADGET_TRANSPORT (transport);
  gint64 deadline = zm_wait_deadline (timeout);

  for (;;)
    {
      GBytes *frame = NULL;
      const guint8 *data;
      gssize result;

      if (g_atomic_int_get (&self->closed))
        break;
      if (take_transfer (self, &result, &data))
        {
          if (!add_transfer (self, result, data, &frame, error))
            return NULL;
          g_clear_pointer (&self->early, g_bytes_unref);
          refill (self);
          if (frame != NULL)
            return frame;
          /* A frame that never ends would be skipped for ever. */
          if (self->assembly.skipping && g_get_monotonic_time () >= deadline)
            {
              zm_transport_set_timeout (self->port, error);
              return NULL;
            }
          continue;
        }
      refill (self);
      if (zm_gadget_endpoint_is_idle (self->out))
        break;
      if (!zm_transport_wait_for_fd (self->port, zm_gadget_endpoint_get_fd (self->out), POLLIN,
                                     deadline, cancellable, error))
        return NULL;
    }

  zm_transport_set_unplugged (self->port, error);
  return NULL;
}

/* A host that goes on reading or writing is told at once that nobody is there. One that begins anew
 * in this moment is none of these; who waits for an answer hears of it last, and finds both ready. */
static void
halt (ZmGadgetTransport *self)
{
  if (!is_current (self))
    return;

  zm_gadget_endpoint_halt (self->out);
  zm_gadget_endpoint_halt (self->in);
  if (!is_current (self))
    {
      zm_gadget_endpoint_resume (self->out);
      zm_gadget_endpoint_resume (self->in);
    }
}

static void
zm_gadget_transport_close (ZmTransport *transport)
{
  ZmGadgetTransport *self = ZM_GADGET_TRANSPORT (transport);

  if (!g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE))
    return;

  zm_gadget_endpoint_close (self->in);
  zm_gadget_endpoint_close (self->out);
  halt (self);
}

static gboolean
zm_gadget_transport_is_gone (ZmTransport *transport)
{
  ZmGadgetTransport *self = ZM_GADGET_TRANSPORT (transport);

  return g_atomic_int_get (&self->closed) || !is_current (self);
}

static const char *
zm_gadget_transport_get_port (ZmTransport *transport)
{
  return ZM_GADGET_TRANSPORT (transport)->port;
}

static void
zm_gadget_transport_iface_init (ZmTransportInterface *iface)
{
  iface->send = zm_gadget_transport_send;
  iface->receive = zm_gadget_transport_receive;
  iface->close = zm_gadget_transport_close;
  iface->is_gone = zm_gadget_transport_is_gone;
  iface->get_port = zm_gadget_transport_get_port;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmGadgetTransport, zm_gadget_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZM_TYPE_TRANSPORT,
                                                      zm_gadget_transport_iface_init))

/* The newest transfer may have got the beginning of what the station said in the next conversation,
 * where nobody would miss it before a time-out. */
static void
hand_over (ZmGadgetTransport *self)
{
  const guint8 *data = NULL;
  gssize result = -1;

  if (self->doubted == 0 || !settle (self, self->out))
    return;

  while (zm_gadget_endpoint_take (self->out, &result, &data))
    ;
  if (result >= 0)
    zm_gadget_events_leave (self->events, self->doubted, g_bytes_new (data, (gsize) result));
}

static void
zm_gadget_transport_finalize (GObject *object)
{
  ZmGadgetTransport *self = ZM_GADGET_TRANSPORT (object);

  if (self->out != NULL)
    {
      zm_gadget_transport_close (ZM_TRANSPORT (self));
      hand_over (self);
    }
  zm_gadget_endpoint_free (self->in);
  zm_gadget_endpoint_free (self->out);
  zm_gadget_assembly_clear (&self->assembly);
  g_clear_pointer (&self->early, g_bytes_unref);
  zm_gadget_events_unref (self->events);
  g_free (self->port);

  G_OBJECT_CLASS (zm_gadget_transport_parent_class)->finalize (object);
}

static void
zm_gadget_transport_class_init (ZmGadgetTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_gadget_transport_finalize;
}

static void
zm_gadget_transport_init (ZmGadgetTransport *self)
{
}

ZmTransport *
zm_gadget_transport_new (ZmGadgetEvents  *events,
                         guint64          conversation,
                         const char      *port,
                         GError         **error)
{
  g_autoptr(ZmGadgetTransport) self = NULL;
  const char *directory;

  g_return_val_if_fail (events != NULL, NULL);
  g_return_val_if_fail (port != NULL, NULL);

  self = g_object_new (ZM_TYPE_GADGET_TRANSPORT, NULL);
  self->events = zm_gadget_events_ref (events);
  self->conversation = conversation;
  self->port = g_strdup (port);

  directory = zm_gadget_events_get_directory (events);
  self->in = zm_gadget_endpoint_open (directory, ZM_GADGET_IN_FILE);
  if (self->in != NULL)
    self->out = zm_gadget_endpoint_open (directory, ZM_GADGET_OUT_FILE);
  if (self->out == NULL)
    {
      set_system_error (port, errno, error);
      return NULL;
    }
  self->early = zm_gadget_events_take_early (events, conversation);
  refill (self);

  return ZM_TRANSPORT (g_steal_pointer (&self));
}
