#include "app/signer/service.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/protocol/request.h"
#include "app/signer/sandbox.h"
#include "app/signer/secret-entry.h"
#include "app/signer/server.h"
#include "app/signer/signer.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
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

static ZmSigner *
open_signer (const ZmOptions  *options,
             GError          **error)
{
  g_autoptr(ZmSecret) passphrase = zm_secret_entry_read (options->passphrase_fd,
                                                         "Passphrase of the signer",
                                                         options->create, error);
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
open_server (ZmSigner  *signer,
             GError   **error)
{
  g_autoptr(GError) cause = NULL;
  ZmServer *server = zm_server_activate (&cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
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
  return zm_signer_answer (data, peer, zm_moment_now (), request, length);
}

static gboolean
open_parent (const ZmOptions  *options,
             int              *parent,
             GError          **error)
{
  if (!options->exit_with_parent)
    return TRUE;

  *parent = (int) syscall (SYS_pidfd_open, getppid (), 0);
  if (*parent < 0)
    zm_error_set (error, ZM_ERROR_IO, "system.parent", g_strerror (errno), NULL,
                  "The process that started this one cannot be watched");

  return *parent >= 0;
}

static gboolean
start (const ZmOptions  *options,
       ZmSigner        **signer,
       ZmServer        **server,
       int              *parent,
       GError          **error)
{
  if (!open_parent (options, parent, error))
    return FALSE;
  *signer = open_signer (options, error);
  if (*signer == NULL)
    return FALSE;
  *server = open_server (*signer, error);
  if (*server == NULL)
    return FALSE;

  return ZM_CONFINE_IS_SANITIZED || zm_sandbox_enter (ZM_SANDBOX_SERVER, error);
}

gboolean
zm_service_run (const ZmOptions  *options,
                GError          **error)
{
  g_autoptr(ZmSigner) signer = NULL;
  g_autoptr(ZmServer) server = NULL;
  g_autoptr(GError) failure = NULL;
  int parent = -1;

  g_return_val_if_fail (options != NULL, FALSE);

  if (!start (options, &signer, &server, &parent, &failure))
    {
      tell_ready (options->ready_fd, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  tell_ready (options->ready_fd, NULL);
  return zm_server_run (server, parent, answer_cb, signer, error);
}
