#include "app/signer/service.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/base/parent.h"
#include "app/base/passphrase.h"
#include "app/pki/random.h"
#include "app/protocol/request.h"
#include "app/signer/gate.h"
#include "app/signer/sandbox.h"
#include "app/signer/secret-entry.h"
#include "app/signer/server.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
  const char *check;
  int         status;
} statuses[] = {
  { "options.usage", 2 },
  { "seal.passphrase", 3 },
  { "key.passphrase", 3 },
  { "signer.locked", 4 },
  { "ceremony.locked", 4 },
  { "signer.missing", 6 },
  { "signer.exists", 7 },
};

int
zm_service_exit_status (const GError *error)
{
  const char *check;

  g_return_val_if_fail (error != NULL, 1);

  check = zm_error_get_check (error);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (statuses[i].check, check) == 0)
      return statuses[i].status;

  return zm_error_matches (error, ZM_ERROR_CORRUPT) ? 5 : 1;
}

/* The course's state, which the loop hands back with every packet. */
typedef struct {
  ZmSigner *signer;
  ZmServer *server;
  ZmGate    gate;
} Service;

static void
service_clear (Service *service)
{
  g_clear_pointer (&service->server, zm_server_free);
  g_clear_pointer (&service->signer, zm_signer_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Service, service_clear)

/* The service manager gives a credential to the service's user by an access list, which shows as
 * rights of the group. */
static ZmSecret *
read_credential (const char  *path,
                 GError     **error)
{
  g_autofree char *seen = NULL;
  ZmSecret *passphrase = NULL;
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &status) != 0)
    zm_error_set (error, ZM_ERROR_IO, "passphrase.read", g_strerror (errno), NULL,
                  "The file “%s” with the passphrase cannot be read", path);
  else if (!S_ISREG (status.st_mode) || (status.st_mode & 0027) != 0)
    {
      seen = g_strdup_printf ("mode %04o", (guint) status.st_mode & 07777);
      zm_error_set (error, ZM_ERROR_REFUSED, "file.mode", seen, "a file that is closed to others",
                    "The file “%s” with the passphrase is open to others", path);
    }
  else
    passphrase = zm_passphrase_read (fd, error);
  if (fd >= 0)
    close (fd);

  return passphrase;
}

static ZmSecret *
read_passphrase (const ZmOptions  *options,
                 GError          **error)
{
  if (options->passphrase_file != NULL)
    return read_credential (options->passphrase_file, error);

  return zm_secret_entry_read (options->passphrase_fd, "Passphrase of the signer", options->create,
                               error);
}

static ZmSigner *
open_signer (const ZmOptions  *options,
             GError          **error)
{
  g_autoptr(ZmSecret) passphrase = read_passphrase (options, error);
  g_autoptr(ZmSecret) pin = NULL;

  if (passphrase == NULL)
    return NULL;
  if (options->create)
    {
      pin = zm_secret_entry_read (options->pin_fd, "PIN of the administrator", TRUE, error);
      if (pin == NULL ||
          !zm_signer_create (options->station, passphrase, options->administrator, pin, error))
        return NULL;
    }

  return zm_signer_open (options->station, passphrase, zm_moment_now (), error);
}

static ZmServer *
open_server (ZmSigner         *signer,
             const ZmOptions  *options,
             GError          **error)
{
  g_autoptr(GError) cause = NULL;
  ZmServer *server = zm_server_activate (&cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  if (server != NULL && options->client == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "options.client", NULL, "--client USER",
                    "A socket was passed, but not whose requests are answered");
      zm_server_free (server);
      return NULL;
    }

  return server != NULL ? server : zm_server_listen (signer->place->socket, error);
}

static void
tell_ready (int           fd,
            const GError *failure)
{
  g_autoptr(GBytes) answer = NULL;
  gsize length;
  gconstpointer text;

  if (fd < 0)
    return;

  answer = failure == NULL ? zm_request_encode_result (NULL) : zm_request_encode_error (failure);
  text = g_bytes_get_data (answer, &length);
  if (write (fd, text, length) != (gssize) length || write (fd, "\n", 1) != 1)
    g_debug ("Nobody waits for this signer");
  close (fd);
}

static GBytes *
answer_cb (gpointer      data,
           uid_t         peer,
           const guint8 *request,
           gsize         length)
{
  Service *service = data;
  ZmMoment now = zm_moment_now ();
  GBytes *refusal = zm_gate_refuse (&service->gate, service->signer, peer, now);

  return refusal != NULL ? refusal : zm_signer_answer (service->signer, peer, now, request, length);
}

static gboolean
open_parent (const ZmOptions  *options,
             int              *parent,
             GError          **error)
{
  if (options->exit_with_parent)
    *parent = zm_parent_open (error);

  return !options->exit_with_parent || *parent >= 0;
}

static gboolean
start (const ZmOptions  *options,
       Service          *service,
       int              *parent,
       GError          **error)
{
  service->gate.client = ZM_GATE_NOBODY;
  if (!zm_random_check (error))
    return FALSE;
  if (options->client != NULL &&
      !zm_gate_find_client (options->client, &service->gate.client, error))
    return FALSE;
  if (!open_parent (options, parent, error))
    return FALSE;
  service->signer = open_signer (options, error);
  if (service->signer == NULL)
    return FALSE;
  service->server = open_server (service->signer, options, error);
  if (service->server == NULL)
    return FALSE;

  return ZM_CONFINE_IS_SANITIZED || zm_sandbox_enter (ZM_SANDBOX_SERVER, error);
}

gboolean
zm_service_run (const ZmOptions  *options,
                GError          **error)
{
  g_auto(Service) service = { NULL };
  g_autoptr(GError) failure = NULL;
  int parent = -1;

  g_return_val_if_fail (options != NULL, FALSE);

  if (!start (options, &service, &parent, &failure))
    {
      tell_ready (options->ready_fd, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  tell_ready (options->ready_fd, NULL);
  return zm_server_run (service.server, parent, answer_cb, &service, error);
}
