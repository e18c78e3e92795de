#include "app/station/ceremony-client.h"

#include "app/base/error.h"
#include "app/base/wait.h"
#include "app/protocol/request.h"
#include "app/station/signer-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MAX (256 * 1024) /* bytes */
#define TIMEOUT    120000       /* milliseconds; making RSA and scrypt keys takes some of them */
#define PATIENCE   2000         /* milliseconds that it has to end by itself */

struct _ZmCeremonyClient {
  ZmSignerProcess *process;
  int              fd;     /* both its standard input and its standard output */
  GByteArray      *unread; /* of its answers */
};

static gboolean
fail_gone (const char  *seen,
           GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "ceremony.gone", seen, NULL,
                "The ceremony has ended");
  return FALSE;
}

/* A socket, since writing to a pipe that nobody reads would raise a signal. */
static gboolean
spawn (ZmCeremonyClient  *client,
       const char        *media_directory,
       int                passphrase_fd,
       GError           **error)
{
  const char *arguments[] = { "--ceremony", "--root-media", media_directory,
                              "--exit-with-parent", NULL };
  const ZmSignerProcessFd fds[] = { { "--passphrase-fd", passphrase_fd } };
  int ends[2];
  int copy;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      close (passphrase_fd);
      return fail_gone (g_strerror (errno), error);
    }

  client->fd = ends[0];
  copy = fcntl (ends[1], F_DUPFD_CLOEXEC, 0);
  client->process = zm_signer_process_spawn (arguments, fds, G_N_ELEMENTS (fds), ends[1], copy,
                                             error);
  return client->process != NULL;
}

ZmCeremonyClient *
zm_ceremony_client_start (const char      *media_directory,
                          const ZmSecret  *root_passphrase,
                          GError         **error)
{
  g_autoptr(ZmCeremonyClient) client = NULL;
  int passphrase_fd;

  g_return_val_if_fail (media_directory != NULL && root_passphrase != NULL, NULL);

  passphrase_fd = zm_signer_process_pipe_secret (root_passphrase, error);
  if (passphrase_fd < 0)
    return NULL;

  client = g_new0 (ZmCeremonyClient, 1);
  client->fd = -1;
  client->unread = g_byte_array_new ();
  if (!spawn (client, media_directory, passphrase_fd, error))
    return NULL;

  return g_steal_pointer (&client);
}

void
zm_ceremony_client_free (ZmCeremonyClient *client)
{
  if (client == NULL)
    return;

  if (client->fd >= 0)
    close (client->fd);
  /* A signal would end it with all that it holds; the end of its requests has it wipe that first. */
  if (client->process != NULL)
    (void) zm_signer_process_wait (client->process, PATIENCE, NULL);
  zm_signer_process_free (client->process);
  g_byte_array_unref (client->unread);
  g_free (client);
}

static gboolean
send_line (ZmCeremonyClient  *client,
           const char        *line,
           GError           **error)
{
  gsize left = strlen (line);

  while (left > 0)
    {
      gssize sent = send (client->fd, line, left, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      /* What it said before it ended is worth more than this. */
      if (sent < 0 && (errno == EPIPE || errno == ECONNRESET))
        return TRUE;
      if (sent < 0)
        return fail_gone (g_strerror (errno), error);
      line += sent;
      left -= (gsize) sent;
    }

  return TRUE;
}

static gboolean
receive_more (ZmCeremonyClient  *client,
              gint64             deadline,
              GError           **error)
{
  guint8 buffer[4096];
  gssize got;

  if (zm_wait_for_fd (client->fd, POLLIN, deadline, NULL, NULL) != ZM_WAIT_READY)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "ceremony.timeout", NULL, NULL,
                    "The ceremony did not answer in time");
      return FALSE;
    }

  do
    got = recv (client->fd, buffer, sizeof buffer, 0);
  while (got < 0 && errno == EINTR);
  if (got <= 0)
    return fail_gone (got < 0 ? g_strerror (errno) : "the end of its answers", error);
  if (client->unread->len + (gsize) got > ANSWER_MAX)
    return fail_gone ("an answer of more than 262144 bytes", error);

  g_byte_array_append (client->unread, buffer, (guint) got);
  return TRUE;
}

static json_t *
take_answer (ZmCeremonyClient  *client,
             gsize              length,
             GError           **error)
{
  json_t *answer = zm_request_parse_answer (client->unread->data, length, error);

  g_byte_array_remove_range (client->unread, 0, (guint) length + 1);
  return answer;
}

static json_t *
receive_answer (ZmCeremonyClient  *client,
                GError           **error)
{
  gint64 deadline = zm_wait_deadline (TIMEOUT);
  const guint8 *feed;

  while ((feed = client->unread->len > 0 ?
                 memchr (client->unread->data, '\n', client->unread->len) : NULL) == NULL)
    {
      if (!receive_more (client, deadline, error))
        return NULL;
    }

  return take_answer (client, (gsize) (feed - client->unread->data), error);
}

json_t *
zm_ceremony_client_call (ZmCeremonyClient  *client,
                         const char        *request,
                         json_t            *members,
                         GError           **error)
{
  g_autoptr(json_t) object = members != NULL ? members : json_object ();
  g_autofree char *line = NULL;
  char *text;

  g_return_val_if_fail (client != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  json_object_set_new (object, "request", json_string (request));
  text = json_dumps (object, JSON_COMPACT);
  line = g_strconcat (text, "\n", NULL);
  free (text);

  return send_line (client, line, error) ? receive_answer (client, error) : NULL;
}
