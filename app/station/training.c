#include "config.h"

#include "app/station/training.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/station/authority.h"
#include "app/station/child.h"
#include "app/station/directory.h"
#include "app/station/registry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEVICES_MAX    8
#define WINDOW_MINUTES 480

struct _ZmTraining {
  char       *directory;
  gboolean    keep;
  guint       n_devices;
  guint16     server_port;
  guint16     crl_port;
  ZmStation  *station;
  ZmChild    *central;
  GListStore *devices;
};

static const struct {
  const char *device_id;
  const char *label;
} crate[DEVICES_MAX] = {
  { "DEV-014", N_("ICU 2, bed 7") },
  { "DEV-041", N_("ICU 2, bed 8") },
  { "DEV-107", N_("Emergency, bay 3") },
  { "DEV-108", N_("Emergency, bay 4") },
  { "DEV-201", N_("Theatre 1") },
  { "DEV-202", N_("Theatre 2") },
  { "DEV-301", N_("Recovery, place 1") },
  { "DEV-302", N_("Recovery, place 2") },
};

static ZmSecret *
make_passphrase (void)
{
  guint8 bytes[16];
  g_autofree char *text = NULL;
  ZmSecret *secret;

  zm_random_bytes (bytes, sizeof bytes);
  text = zm_hex_encode (bytes, sizeof bytes);
  secret = zm_secret_new_copy (text, strlen (text));
  memset (text, 0, strlen (text));

  return secret;
}

static ZmSecret *
make_pin (void)
{
  char digits[7];

  for (gsize i = 0; i < 6; i++)
    digits[i] = (char) ('0' + zm_random_below (10));

  return zm_secret_new_copy (digits, 6);
}

/* Asked of the kernel, since the authority's addresses must be known before anybody listens. */
static guint16
find_free_port (GError **error)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;

  if (socket == NULL || !g_socket_bind (socket, any, FALSE, error))
    return 0;
  bound = g_socket_get_local_address (socket, error);

  return bound != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)) : 0;
}

static char *
path_of (ZmTraining *self,
         const char *name)
{
  return g_build_filename (self->directory, name, NULL);
}

static gboolean
make_directories (ZmTraining  *self,
                  const char  *directory,
                  GError     **error)
{
  static const char *const names[] = { "media", "central", "devices" };

  self->keep = directory != NULL;
  self->directory = directory != NULL ? g_strdup (directory)
                                      : g_dir_make_tmp ("zmonitor-training-XXXXXX", error);
  if (self->directory == NULL || !zm_file_make_private_directory (self->directory, error))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (self, names[i]);

      if (!zm_file_make_private_directory (path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
create_station (ZmTraining      *self,
                const ZmSecret  *pin,
                GError         **error)
{
  g_autofree char *path = path_of (self, "station");
  g_autoptr(ZmSecret) passphrase = make_passphrase ();
  ZmSignerClient *signer;

  self->station = zm_station_create (path, "training", error);
  if (self->station == NULL)
    return FALSE;
  signer = zm_signer_client_create (path, passphrase, "trainer", pin, error);
  if (signer == NULL)
    return FALSE;

  zm_station_take_signer (self->station, signer);
  return zm_station_sign_in (self->station, "trainer", pin, error);
}

static gboolean
create_authority (ZmTraining  *self,
                  GError     **error)
{
  static const char *const names[] = { "localhost", "127.0.0.1", NULL };
  g_autofree char *media = path_of (self, "media");
  g_autofree char *central = path_of (self, "central");
  g_autofree char *server_url = NULL;
  g_autofree char *crl_url = NULL;
  g_autoptr(ZmSecret) passphrase = make_passphrase ();
  g_autoptr(ZmCertificate) server = NULL;
  ZmAuthorityPlan plan = { .hospital = "Training Hospital",
                           .identity_host = "id.training.example" };

  self->server_port = find_free_port (error);
  if (self->server_port == 0)
    return FALSE;
  self->crl_port = find_free_port (error);
  if (self->crl_port == 0)
    return FALSE;

  server_url = g_strdup_printf ("https://localhost:%u", self->server_port);
  crl_url = g_strdup_printf ("http://localhost:%u/", self->crl_port);
  plan.server_url = server_url;
  plan.crl_url = crl_url;
  if (!zm_authority_create (self->station, &plan, media, passphrase, error))
    return FALSE;

  server = zm_authority_server_certificate (self->station, media, passphrase, NULL, names, central,
                                            error);
  return server != NULL;
}

static gboolean
call (ZmTraining     *self,
      ZmRequestType   type,
      json_t         *members,
      GError        **error)
{
  g_autoptr(json_t) answer = zm_station_call (self->station, type,
                                              members, error);

  return answer != NULL;
}

static gboolean
hand_over (ZmTraining  *self,
           GError     **error)
{
  g_autoptr(ZmSecret) pin = make_pin ();
  g_autoptr(json_t) members = json_object ();

  json_object_set_new (members, "name", json_string ("trainee"));
  json_object_set_new (members, "role", json_string ("technician"));
  json_object_set_new (members, "pin", json_stringn ((const char *) zm_secret_peek (pin),
                                                     zm_secret_length (pin)));
  if (!call (self, ZM_REQUEST_OPERATOR_ADD, g_steal_pointer (&members), error) ||
      !call (self, ZM_REQUEST_WINDOW_OPEN,
             json_pack ("{s:i, s:i}", "devices", 10 * DEVICES_MAX, "minutes", WINDOW_MINUTES),
             error))
    return FALSE;

  zm_station_sign_out (self->station);
  return zm_station_sign_in (self->station, "trainee", pin, error);
}

static gboolean
make_device (ZmTraining  *self,
             guint        index,
             GError     **error)
{
  const char *device_id = crate[index].device_id;
  g_autofree char *devices = path_of (self, "devices");
  g_autofree char *state = g_build_filename (devices, device_id, NULL);
  g_autofree char *factory = g_strconcat (state, ".factory", NULL);
  const char *arguments[] = { "init", "--state", state, "--factory", factory,
                              "--label", _(crate[index].label), "--model", "ZMonitor M3", NULL };
  ZmDeviceRecord record = { .device_id = (char *) device_id,
                            .label = (char *) _(crate[index].label),
                            .model = (char *) "ZMonitor M3" };

  return zm_registry_add (self->station, &record, error) &&
         zm_authority_device_key (self->station, device_id, factory, error) &&
         zm_child_run ("zmonitor-device", arguments, error);
}

/* Blocks until the Central Station listens: its one line says so. */
static gboolean
wait_for_central (ZmTraining  *self,
                  GError     **error)
{
  char byte;
  gsize got = 0;

  if (!g_input_stream_read_all (zm_child_get_report (self->central), &byte, 1, &got, NULL, error))
    return FALSE;
  if (got == 0)
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "training.central", "it ended", "it listens",
                  "The Central Station of the training did not start");

  return got == 1;
}

static gboolean
start_central (ZmTraining  *self,
               GError     **error)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->server_port);
  g_autofree char *crl_listen = g_strdup_printf ("127.0.0.1:%u", self->crl_port);
  g_autofree char *certificate = path_of (self, "central/server.pem");
  g_autofree char *key = path_of (self, "central/server.key");
  g_autofree char *root = path_of (self, "station/certificates/root.pem");
  g_autofree char *cas = path_of (self, "station/certificates/chain.pem");
  g_autofree char *memory = path_of (self, "central/crl");
  g_autofree char *root_crl = path_of (self, "station/crl/root.crl");
  g_autofree char *crl = path_of (self, "station/crl/intermediate.crl");
  g_autofree char *log = path_of (self, "central/log");
  const char *arguments[] = { "--listen", listen, "--crl-listen", crl_listen,
                              "--certificate", certificate, "--key", key, "--root", root,
                              "--ca", cas, "--crl", root_crl, "--crl", crl,
                              "--crl-memory", memory, "--exit-with-parent", NULL };

  self->central = zm_child_start ("zmonitor-central", arguments, "--ready-fd", log, error);
  return self->central != NULL && wait_for_central (self, error);
}

/* All that takes time, for a thread of its own. */
static ZmTraining *
prepare (const char  *directory,
         guint        devices,
         GError     **error)
{
  g_autoptr(ZmTraining) self = g_new0 (ZmTraining, 1);
  g_autoptr(ZmSecret) pin = make_pin ();

  self->n_devices = CLAMP (devices, 1, DEVICES_MAX);
  self->devices = g_list_store_new (ZM_TYPE_SIMULATED_DEVICE);
  if (!make_directories (self, directory, error) || !create_station (self, pin, error) ||
      !create_authority (self, error))
    return NULL;
  for (guint i = 0; i < self->n_devices; i++)
    {
      if (!make_device (self, i, error))
        return NULL;
    }
  if (!start_central (self, error) || !hand_over (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* In the caller's context, which is where they will tell what they show. */
static gboolean
switch_devices_on (ZmTraining  *self,
                   GError     **error)
{
  g_autofree char *devices = path_of (self, "devices");

  for (guint i = 0; i < self->n_devices; i++)
    {
      g_autofree char *state = g_build_filename (devices, crate[i].device_id, NULL);
      g_autoptr(ZmSimulatedDevice) device =
        zm_simulated_device_new (crate[i].device_id, _(crate[i].label), state, error);

      if (device == NULL)
        return FALSE;
      g_list_store_append (self->devices, device);
    }

  return TRUE;
}

ZmTraining *
zm_training_new (const char  *directory,
                 guint        devices,
                 GError     **error)
{
  g_autoptr(ZmTraining) self = prepare (directory, devices, error);

  if (self == NULL || !switch_devices_on (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

typedef struct {
  char  *directory;
  guint  devices;
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_free (wish->directory);
  g_free (wish);
}

static void
prepare_in_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Wish *wish = task_data;
  GError *error = NULL;
  ZmTraining *self = prepare (wish->directory, wish->devices, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) zm_training_free);
  else
    g_task_return_error (task, error);
}

void
zm_training_new_async (const char          *directory,
                       guint                devices,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->directory = g_strdup (directory);
  wish->devices = devices;
  g_task_set_source_tag (task, zm_training_new_async);
  g_task_set_task_data (task, wish, free_wish);
  g_task_run_in_thread (task, prepare_in_thread);
}

ZmTraining *
zm_training_new_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_autoptr(ZmTraining) self = g_task_propagate_pointer (G_TASK (result), error);

  if (self == NULL || !switch_devices_on (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
zm_training_free (ZmTraining *training)
{
  if (training == NULL)
    return;

  g_clear_object (&training->devices);
  g_clear_pointer (&training->central, zm_child_free);
  g_clear_object (&training->station);
  if (training->directory != NULL && !training->keep)
    zm_directory_remove (training->directory);
  g_free (training->directory);
  g_free (training);
}

ZmStation *
zm_training_get_station (ZmTraining *training)
{
  g_return_val_if_fail (training != NULL, NULL);

  return training->station;
}

GListModel *
zm_training_get_devices (ZmTraining *training)
{
  g_return_val_if_fail (training != NULL, NULL);

  return G_LIST_MODEL (training->devices);
}
