#include "app/central/central.h"

#include "app/base/error.h"
#include "app/base/parent.h"
#include "app/central/central-authorities.h"
#include "app/central/central-connection.h"
#include "app/central/central-crls.h"
#include "app/central/central-identity.h"
#include "app/central/central-listener.h"
#include "app/central/central-log.h"
#include "app/central/central-reply.h"
#include "app/central/central-shelf.h"
#include "app/central/central-whoami.h"

#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

struct _ZmCentral {
  ZmCentralIdentity *identity;
  ZmCentralShelf    *shelf;
  SoupServer        *devices;
  SoupServer        *crls;
  ZmCentralListener *device_listener;
  ZmCentralListener *crl_listener; /* or NULL */
};

static void
log_request (ZmCentralConnection *connection,
             SoupServerMessage   *message,
             ZmCertificate       *peer)
{
  const GError *refusal = zm_central_reply_get_refusal (message);
  json_t *members = json_object ();

  zm_central_log_text (members, "peer", zm_central_connection_get_peer (connection));
  zm_central_log_text (members, "method", soup_server_message_get_method (message));
  zm_central_log_text (members, "path", g_uri_get_path (soup_server_message_get_uri (message)));
  json_object_set_new (members, "status", json_integer (soup_server_message_get_status (message)));
  if (peer != NULL)
    {
      zm_central_log_text (members, "serial", zm_certificate_get_serial (peer));
      zm_central_log_text (members, "deviceId", zm_certificate_get_device_id (peer));
    }
  if (refusal != NULL)
    zm_central_log_error ("request", members, refusal);
  else
    zm_central_log_event ("request", members);
}

static void
answer_whoami (ZmCentral         *self,
               SoupServerMessage *message,
               ZmTlsServer       *tls)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCentralWhoami) request = zm_central_whoami_parse (query, &error);
  json_t *answer;

  if (request == NULL)
    {
      zm_central_reply_error (message, SOUP_STATUS_BAD_REQUEST, error);
      return;
    }

  answer = zm_central_whoami_answer (request, self->identity, zm_tls_server_get_peer (tls),
                                     zm_tls_server_get_version (tls),
                                     zm_tls_server_get_cipher (tls), zm_instant_now (), &error);
  if (answer != NULL)
    zm_central_reply_json (message, SOUP_STATUS_OK, answer);
  else
    zm_central_reply_error (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, error);
}

static void
device_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  ZmCentralConnection *connection = zm_central_connection_from_message (message);
  ZmTlsServer *tls = zm_central_connection_get_tls (connection);

  if (!g_str_equal (g_uri_get_path (soup_server_message_get_uri (message)),
                    ZM_CENTRAL_WHOAMI_PATH))
    zm_central_reply_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    zm_central_reply_method (message, "GET");
  else
    answer_whoami (user_data, message, tls);
  log_request (connection, message, zm_tls_server_get_peer (tls));
}

static void
crl_cb (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  ZmCentral *self = user_data;

  zm_central_crls_answer (self->shelf, message);
  log_request (zm_central_connection_from_message (message), message, NULL);
}

static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  if (zm_central_reply_refuse_early (message))
    log_request (zm_central_connection_from_message (message), message, NULL);
}

static SoupServer *
make_server (SoupServerCallback  callback,
             ZmCentral          *self)
{
  SoupServer *server = soup_server_new ("raw-paths", TRUE, NULL);

  soup_server_add_early_handler (server, NULL, early_cb, self, NULL);
  soup_server_add_handler (server, NULL, callback, self, NULL);

  return server;
}

/* New lists hold for the next handshake; a connection lives no longer than seconds anyway. */
static gboolean
configure (ZmCentral  *self,
           GError    **error)
{
  g_autoptr(GPtrArray) crls = zm_central_shelf_list (self->shelf);
  ZmCentralIdentity *identity = self->identity;
  g_autoptr(ZmTlsConfig) config = NULL;

  config = zm_tls_config_new ((ZmCertificate *const *) identity->chain->pdata,
                              identity->chain->len, identity->key, identity->root, crls, error);
  if (config == NULL)
    return FALSE;

  zm_central_listener_set_config (self->device_listener, config);
  return TRUE;
}

static void
shelf_changed_cb (ZmCentralShelf *shelf,
                  gpointer        user_data)
{
  g_autoptr(GError) error = NULL;

  if (!configure (user_data, &error))
    zm_central_log_error ("crl.refused", NULL, error);
}

static gboolean
listen_on (ZmCentral               *self,
           const ZmCentralOptions  *options,
           GError                 **error)
{
  self->devices = make_server (device_cb, self);
  self->device_listener = zm_central_listener_new (self->devices, options->listen, error);
  if (self->device_listener == NULL || !configure (self, error))
    return FALSE;
  if (options->crl_listen == NULL)
    return TRUE;

  self->crls = make_server (crl_cb, self);
  self->crl_listener = zm_central_listener_new (self->crls, options->crl_listen, error);

  return self->crl_listener != NULL;
}

/* Whoever can bring an old list back un-revokes a device: where nothing is remembered over a
 * restart, the log says so. */
static gboolean
open_shelf (ZmCentral               *self,
            const ZmCentralOptions  *options,
            GError                 **error)
{
  g_autoptr(GPtrArray) authorities = NULL;

  authorities = zm_central_authorities_load (self->identity->root,
                                             (const char *const *) options->cas, error);
  if (authorities == NULL)
    return FALSE;
  if (options->memory == NULL)
    zm_central_log_event ("crl.no-memory", NULL);
  self->shelf = zm_central_shelf_new ((const char *const *) options->crls, authorities,
                                      options->memory, error);

  return self->shelf != NULL;
}

ZmCentral *
zm_central_new (const ZmCentralOptions  *options,
                GError                 **error)
{
  g_autoptr(ZmCentral) self = g_new0 (ZmCentral, 1);

  g_return_val_if_fail (options != NULL, NULL);

  if (options->exit_with_parent && !zm_parent_watch (error))
    return NULL;
  self->identity = zm_central_identity_load (options->certificate, options->key, options->root,
                                             error);
  if (self->identity == NULL)
    return NULL;
  if (!open_shelf (self, options, error) || !listen_on (self, options, error))
    return NULL;
  g_signal_connect (self->shelf, "changed", G_CALLBACK (shelf_changed_cb), self);

  return g_steal_pointer (&self);
}

void
zm_central_free (ZmCentral *self)
{
  if (self == NULL)
    return;

  zm_central_listener_free (self->device_listener);
  zm_central_listener_free (self->crl_listener);
  g_clear_object (&self->devices);
  g_clear_object (&self->crls);
  if (self->shelf != NULL)
    g_signal_handlers_disconnect_by_data (self->shelf, self);
  g_clear_object (&self->shelf);
  zm_central_identity_free (self->identity);
  g_free (self);
}

static void
announce (ZmCentral *self,
          int        ready_fd)
{
  json_t *members = json_object ();
  g_autofree char *line = NULL;
  char *text;

  zm_json_set_string (members, "listen", zm_central_listener_get_address (self->device_listener));
  if (self->crl_listener != NULL)
    zm_json_set_string (members, "crlListen",
                        zm_central_listener_get_address (self->crl_listener));
  text = json_dumps (members, JSON_COMPACT | JSON_SORT_KEYS);
  line = g_strconcat (text, "\n", NULL);
  free (text);
  zm_central_log_event ("listening", members);

  if (ready_fd >= 0)
    {
      if (write (ready_fd, line, strlen (line)) < 0)
        zm_central_log_event ("ready.unheard", NULL);
      close (ready_fd);
    }
}

static gboolean
reload_cb (gpointer user_data)
{
  ZmCentral *self = user_data;

  zm_central_shelf_reload (self->shelf);
  return G_SOURCE_CONTINUE;
}

static gboolean
stop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

void
zm_central_run (ZmCentral *self,
                int        ready_fd)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint sources[] = {
    g_unix_signal_add (SIGHUP, reload_cb, self),
    g_unix_signal_add (SIGINT, stop_cb, loop),
    g_unix_signal_add (SIGTERM, stop_cb, loop),
  };

  g_return_if_fail (self != NULL);

  announce (self, ready_fd);
  g_main_loop_run (loop);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  zm_central_log_event ("stopped", NULL);
}
