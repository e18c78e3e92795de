#include "app/station/tunnel-carrier.h"

#include "app/base/error.h"
#include "app/pki/tls-connect.h"
#include "app/protocol/tunnel-pump.h"
#include "app/station/central-address.h"

#define CONNECT_TIME (10 * G_USEC_PER_SEC)
#define LIFE_TIME    (60 * G_USEC_PER_SEC) /* of one connection; a test takes a second or two */

struct _ZmTunnelCarrier {
  ZmProvisioning     *provisioning;
  char               *host;
  guint16             port;
  GSocketConnectable *address;
  GCancellable       *stop;

  guint32             channel; /* the last one that was opened; its pump and thread, or NULL */
  ZmTunnelPump       *pump;
  GThread            *thread;
};

static json_t *
describe (ZmTunnelCarrier *self)
{
  return json_pack ("{s:I, s:s, s:i}", "channel", (json_int_t) self->channel, "host", self->host,
                    "port", (int) self->port);
}

static const char *
name_end (ZmTunnelCarrier *self,
          const GError    *failure)
{
  if (zm_tunnel_pump_is_left (self->pump))
    return "device";

  return failure != NULL ? "session" : "server";
}

/* That the session was stopped is no failure of the connection, whoever was waiting just then. */
static gboolean
is_stop (const GError *failure)
{
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_str_equal (zm_error_get_check (failure), "tls.cancelled");
}

static void
record_end (ZmTunnelCarrier *self,
            const GError    *failure)
{
  ZmProvisioning *provisioning = self->provisioning;
  json_t *detail = describe (self);
  ZmStationEvent event = {
    .action = "tunnel.closed",
    .device = provisioning->device_id,
    .session = provisioning->session_id,
    .port = provisioning->port,
    .detail = detail,
  };
  g_autoptr(GError) error = NULL;

  json_object_set_new (detail, "toServer",
                       json_integer (zm_tunnel_pump_get_received (self->pump)));
  json_object_set_new (detail, "toDevice", json_integer (zm_tunnel_pump_get_sent (self->pump)));
  if (failure != NULL && !is_stop (failure))
    {
      zm_station_record_refusal (provisioning->station, &event, failure);
      return;
    }

  zm_json_set_string (detail, "endedBy", name_end (self, failure));
  if (!zm_station_record_alone (provisioning->station, &event, &error))
    g_warning ("The end of a tunnel is not on record: %s", error->message);
}

static gboolean
carry (ZmTunnelCarrier  *self,
       GError          **error)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr(GSocketConnection) connection =
    zm_tls_connect_before (self->address, begin + CONNECT_TIME, self->stop, error);

  if (connection == NULL)
    {
      zm_tunnel_pump_end (self->pump);
      return FALSE;
    }

  return zm_tunnel_pump_run (self->pump, g_socket_connection_get_socket (connection),
                             begin + LIFE_TIME, self->stop, error);
}

static gpointer
run (gpointer data)
{
  ZmTunnelCarrier *self = data;
  g_autoptr(GError) failure = NULL;

  if (!carry (self, &failure))
    g_assert (failure != NULL);
  record_end (self, failure);

  return NULL;
}

static void
settle (ZmTunnelCarrier *self)
{
  if (self->thread != NULL)
    g_thread_join (self->thread);
  self->thread = NULL;
  g_clear_pointer (&self->pump, zm_tunnel_pump_free);
}

/* On record before anything is connected. The channel before it is closed on both sides, or this
 * one would have been refused. */
static gboolean
open_channel (ZmTunnelCarrier  *self,
              guint32           channel,
              GError          **error)
{
  settle (self);
  self->channel = channel;
  if (!zm_provisioning_record (self->provisioning, "tunnel.opened", ZM_AUDIT_SUCCESS,
                               describe (self), error))
    return FALSE;

  self->pump = zm_tunnel_pump_new (self->provisioning->conversation, channel);
  self->thread = g_thread_new ("tunnel", run, self);
  return TRUE;
}

static gboolean
take_step (gpointer         data,
           const ZmTunnel  *step,
           GError         **error)
{
  ZmTunnelCarrier *self = data;

  if (step->op == ZM_TUNNEL_OPEN)
    return open_channel (self, step->channel, error);

  zm_tunnel_pump_take (self->pump, step);
  return TRUE;
}

ZmTunnelCarrier *
zm_tunnel_carrier_new (ZmProvisioning  *provisioning,
                       GError         **error)
{
  g_autoptr(ZmTunnelCarrier) self = NULL;

  g_return_val_if_fail (provisioning != NULL && provisioning->conversation != NULL, NULL);

  self = g_new0 (ZmTunnelCarrier, 1);
  self->provisioning = provisioning;
  self->address = zm_central_address_find (provisioning->station, &self->host, &self->port, error);
  if (self->address == NULL)
    return NULL;

  self->stop = g_cancellable_new ();
  zm_conversation_set_tunnel (provisioning->conversation, take_step, self);
  return g_steal_pointer (&self);
}

void
zm_tunnel_carrier_free (ZmTunnelCarrier *self)
{
  if (self == NULL)
    return;

  if (self->stop != NULL)
    {
      g_cancellable_cancel (self->stop);
      settle (self);
      zm_conversation_set_tunnel (self->provisioning->conversation, NULL, NULL);
    }
  g_clear_object (&self->stop);
  g_clear_object (&self->address);
  g_free (self->host);
  g_free (self);
}
