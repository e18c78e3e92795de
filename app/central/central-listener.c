#include "app/central/central-listener.h"

#include "app/base/error.h"
#include "app/central/central-connection.h"

#define BACKLOG 128 /* GLib's 10 would make a burst of clients wait for TCP to try again */

struct _ZmCentralListener {
  SoupServer     *server;
  GSocketService *service;
  ZmTlsConfig    *config;
  char           *address;
  GHashTable     *connections; /* set of ZmCentralConnection, which free themselves */
};

static void
closed_cb (ZmCentralConnection *connection,
           gpointer             user_data)
{
  ZmCentralListener *self = user_data;

  g_hash_table_remove (self->connections, connection);
  if (self->service != NULL)
    g_socket_service_start (self->service);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *base,
             GObject           *source,
             gpointer           user_data)
{
  ZmCentralListener *self = user_data;
  ZmCentralConnection *connection;

  connection = zm_central_connection_start (self->server, base, self->config, closed_cb, self);
  if (connection != NULL)
    g_hash_table_add (self->connections, connection);
  if (g_hash_table_size (self->connections) >= ZM_CENTRAL_LISTENER_MAX)
    g_socket_service_stop (service);

  return TRUE;
}

static gboolean
bind_to (ZmCentralListener  *self,
         GSocketAddress     *address,
         GError            **error)
{
  g_autofree char *wanted = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) failure = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                      &effective, &failure))
    {
      zm_error_set (error, ZM_ERROR_IO, "central.listen", failure->message, NULL,
                    "The address %s cannot be used", wanted);
      return FALSE;
    }

  self->address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (effective));
  return TRUE;
}

ZmCentralListener *
zm_central_listener_new (SoupServer      *server,
                         GSocketAddress  *address,
                         GError         **error)
{
  g_autoptr(ZmCentralListener) self = g_new0 (ZmCentralListener, 1);

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), NULL);

  self->server = g_object_ref (server);
  self->service = g_socket_service_new ();
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), BACKLOG);
  self->connections = g_hash_table_new (NULL, NULL);
  if (!bind_to (self, address, error))
    return NULL;
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);

  return g_steal_pointer (&self);
}

void
zm_central_listener_free (ZmCentralListener *self)
{
  g_autoptr(GList) open = NULL;

  if (self == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);

  /* Each one leaves the set when it is gone. */
  open = g_hash_table_get_keys (self->connections);
  for (GList *at = open; at != NULL; at = at->next)
    zm_central_connection_abort (at->data);
  soup_server_disconnect (self->server);

  g_hash_table_unref (self->connections);
  g_clear_object (&self->server);
  g_clear_pointer (&self->config, zm_tls_config_unref);
  g_free (self->address);
  g_free (self);
}

void
zm_central_listener_set_config (ZmCentralListener *self,
                                ZmTlsConfig       *config)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (config != NULL);

  zm_tls_config_ref (config);
  g_clear_pointer (&self->config, zm_tls_config_unref);
  self->config = config;
}

const char *
zm_central_listener_get_address (ZmCentralListener *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}
