#include "app/station/tunnel-carrier.h"

#include "app/base/error.h"
#include "app/pki/tls-connect.h"
#include "app/protocol/payload.h"
#include "app/protocol/tunnel-pump.h"

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

/* Where the desk does not know the server's name, its address is told; the name is what the device
 * verifies either way. */
static GSocketConnectable *
find_server (ZmTunnelCarrier *self)
{
  const ZmStationConfig *config = zm_station_get_config (self->provisioning->station);
  g_autoptr(GInetAddress) address = NULL;

  if (config->server_address == NULL)
    return g_network_address_new (self->host, self->port);

  address = g_inet_address_new_from_string (config->server_address);
  return G_SOCKET_CONNECTABLE (g_inet_socket_address_new (address, self->port));
}

ZmTunnelCarrier *
zm_tunnel_carrier_new (ZmProvisioning  *provisioning,
                       GError         **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(ZmTunnelCarrier) self = NULL;

  g_return_val_if_fail (provisioning != NULL && provisioning->conversation != NULL, NULL);

  authority = zm_station_get_authority (provisioning->station, error);
  if (authority == NULL)
    return NULL;

  self = g_new0 (ZmTunnelCarrier, 1);
  self->provisioning = provisioning;
  if (!zm_payload_parse_url (authority->server_url, &self->host, &self->port, NULL))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "policy.server-url", authority->server_url,
                    "https://host[:port][/path]", "The authority’s server address is unusable");
      return NULL;
    }

  self->address = find_server (self);
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
