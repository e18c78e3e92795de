#include "app/station/signer-client.h"

#include "app/base/error.h"
#include "app/base/wait.h"
#include "app/station/signer-process.h"
#include "app/station/signer-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CALL_TIMEOUT  30000  /* milliseconds */
#define LEAVE_TIMEOUT 2000   /* milliseconds for a sign-out: idle, a token ends by itself */
#define START_TIMEOUT 120000 /* milliseconds; deriving keys takes some seconds on a slow desk */
#define READY_MAX     8192   /* bytes */
#define NAME_LENGTH   256    /* bytes */
#define TOKEN_LENGTH  256    /* bytes */

struct _ZmSignerClient {
  char            *directory;
  ZmSignerProcess *process; /* if it was started here */

  GMutex           call_lock; /* held during a call */
  int              fd;        /* -1 until the next call connects again */
  ZmSecret        *token;     /* with its terminator; lives on when the connection does not */

  GMutex           name_lock; /* never held for long */
  char            *operator_name;
  ZmRole           role;
};

static ZmSignerClient *
new_client (const char       *station_directory,
            ZmSignerProcess  *process,
            GError          **error)
{
  ZmSignerClient *client;
  int fd = zm_signer_socket_connect (station_directory, CALL_TIMEOUT, error);

  if (fd < 0)
    {
      zm_signer_process_free (process);
      return NULL;
    }

  client = g_new0 (ZmSignerClient, 1);
  g_mutex_init (&client->call_lock);
  g_mutex_init (&client->name_lock);
  client->directory = g_strdup (station_directory);
  client->process = process;
  client->fd = fd;

  return client;
}

ZmSignerClient *
zm_signer_client_connect (const char  *station_directory,
                          GError     **error)
{
  g_return_val_if_fail (station_directory != NULL, NULL);

  return new_client (station_directory, NULL, error);
}

/* The one line that a signer writes when it is ready, or when it never will be. */
static gboolean
read_ready (int      fd,
            GError **error)
{
  g_autoptr(GByteArray) line = g_byte_array_new ();
  g_autoptr(json_t) answer = NULL;
  gint64 deadline = zm_wait_deadline (START_TIMEOUT);
  guint8 buffer[1024];

  while (line->len < READY_MAX)
    {
      gssize got;

      if (zm_wait_for_fd (fd, POLLIN, deadline, NULL, NULL) != ZM_WAIT_READY)
        break;
      got = read (fd, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      g_byte_array_append (line, buffer, (guint) got);
    }
  if (line->len == 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.start", NULL, "{\"ok\":{}}",
                    "The signer ended without a word, or did not start in time");
      return FALSE;
    }

  answer = zm_request_parse_answer (line->data, line->len, error);
  return answer != NULL;
}

static ZmSignerProcess *
spawn_and_wait (const char *const  *arguments,
                ZmSignerProcessFd  *fds,
                gsize               count,
                GError            **error)
{
  g_autoptr(ZmSignerProcess) process = NULL;
  gboolean ready;
  int ends[2];

  if (pipe2 (ends, O_CLOEXEC) != 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.start", g_strerror (errno), NULL,
                    "The signer cannot be started");
      for (gsize i = 0; i < count; i++)
        close (fds[i].fd);
      return NULL;
    }

  fds[count] = (ZmSignerProcessFd) { "--ready-fd", ends[1] };
  process = zm_signer_process_spawn (arguments, fds, count + 1, -1, -1, error);
  ready = process != NULL && read_ready (ends[0], error);
  close (ends[0]);

  return ready ? g_steal_pointer (&process) : NULL;
}

ZmSignerClient *
zm_signer_client_start (const char      *station_directory,
                        const ZmSecret  *passphrase,
                        GError         **error)
{
  const char *arguments[] = { "--station", station_directory, "--exit-with-parent", NULL };
  ZmSignerProcessFd fds[2] = { { "--passphrase-fd", -1 } };
  ZmSignerProcess *process;

  g_return_val_if_fail (station_directory != NULL, NULL);

  fds[0].fd = zm_signer_process_pipe_secret (passphrase, error);
  if (fds[0].fd < 0)
    return NULL;
  process = spawn_and_wait (arguments, fds, 1, error);

  return process != NULL ? new_client (station_directory, process, error) : NULL;
}

ZmSignerClient *
zm_signer_client_create (const char      *station_directory,
                         const ZmSecret  *passphrase,
                         const char      *administrator,
                         const ZmSecret  *pin,
                         GError         **error)
{
  const char *arguments[] = {
    "--station", station_directory, "--exit-with-parent", "--create", "--administrator",
    administrator, NULL,
  };
  ZmSignerProcessFd fds[3] = { { "--passphrase-fd", -1 }, { "--pin-fd", -1 } };
  ZmSignerProcess *process;

  g_return_val_if_fail (station_directory != NULL && administrator != NULL, NULL);

  fds[0].fd = zm_signer_process_pipe_secret (passphrase, error);
  if (fds[0].fd < 0)
    return NULL;
  fds[1].fd = zm_signer_process_pipe_secret (pin, error);
  if (fds[1].fd < 0)
    {
      close (fds[0].fd);
      return NULL;
    }
  process = spawn_and_wait (arguments, fds, 2, error);

  return process != NULL ? new_client (station_directory, process, error) : NULL;
}

static void
set_operator (ZmSignerClient *client,
              const char     *name,
              ZmRole          role)
{
  g_mutex_lock (&client->name_lock);
  g_free (client->operator_name);
  client->operator_name = g_strdup (name);
  client->role = role;
  g_mutex_unlock (&client->name_lock);
}

void
zm_signer_client_free (ZmSignerClient *client)
{
  if (client == NULL)
    return;

  zm_signer_client_sign_out (client);
  if (client->fd >= 0)
    close (client->fd);
  zm_signer_process_free (client->process);
  g_mutex_clear (&client->name_lock);
  g_mutex_clear (&client->call_lock);
  g_free (client->directory);
  g_free (client);
}

/* A request may carry a PIN, and nobody needs its text once it is encoded. What others hold too
 * is theirs. */
static void
wipe_strings (json_t *value)
{
  json_t *item;
  const char *key;
  gsize i;

  json_object_foreach (value, key, item)
    {
      if (item->refcount == 1)
        wipe_strings (item);
    }
  json_array_foreach (value, i, item)
    {
      if (item->refcount == 1)
        wipe_strings (item);
    }
  if (json_is_string (value))
    explicit_bzero ((char *) json_string_value (value), json_string_length (value));
}

static void
wipe_bytes (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  explicit_bzero ((gpointer) data, length);
}

/* A signer closes idle connections; that is no reason to bother anybody. */
static gboolean
ensure_connected (ZmSignerClient  *client,
                  int              timeout,
                  GError         **error)
{
  guint8 byte;

  if (client->fd >= 0 && recv (client->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
      (errno == EAGAIN || errno == EWOULDBLOCK))
    return TRUE;

  if (client->fd >= 0)
    close (client->fd);
  client->fd = zm_signer_socket_connect (client->directory, timeout, error);
  return client->fd >= 0;
}

static GBytes *
encode (ZmSignerClient  *client,
        ZmRequestType    type,
        json_t          *members,
        GError         **error)
{
  const char *token = client->token != NULL ? (const char *) zm_secret_peek (client->token) : NULL;
  g_autoptr(json_t) kept = json_incref (members);
  GBytes *packet;

  if (zm_request_roles (type) == ZM_ROLE_NONE)
    token = NULL;
  packet = zm_request_encode (type, token, members, error);
  if (kept->refcount == 1)
    wipe_strings (kept);

  return packet;
}

static json_t *
call_locked (ZmSignerClient  *client,
             ZmRequestType    type,
             json_t          *members,
             int              timeout,
             GError         **error)
{
  g_autoptr(GBytes) packet = encode (client, type, members, error);
  g_autoptr(GBytes) answer = NULL;
  json_t *result;

  if (packet == NULL)
    return NULL;
  if (ensure_connected (client, timeout, error))
    answer = zm_signer_socket_exchange (client->fd, packet, timeout, error);
  wipe_bytes (packet);
  if (answer == NULL)
    {
      if (client->fd >= 0)
        close (client->fd);
      client->fd = -1;
      return NULL;
    }

  result = zm_request_parse_answer (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                    error);
  /* It may have been a token or a factory record. */
  wipe_bytes (answer);
  return result;
}

json_t *
zm_signer_client_call (ZmSignerClient  *client,
                       ZmRequestType    type,
                       json_t          *members,
                       GError         **error)
{
  json_t *result;

  g_return_val_if_fail (client != NULL, NULL);

  g_mutex_lock (&client->call_lock);
  result = call_locked (client, type, members != NULL ? members : json_object (),
                        CALL_TIMEOUT, error);
  g_mutex_unlock (&client->call_lock);

  return result;
}

/* A signer that is gone has forgotten the token already. */
static void
end_token (ZmSignerClient *client)
{
  g_autoptr(json_t) answer = NULL;

  if (client->token == NULL)
    return;

  answer = call_locked (client, ZM_REQUEST_SIGN_OUT, json_object (), LEAVE_TIMEOUT, NULL);
  g_clear_pointer (&client->token, zm_secret_free);
}

static gboolean
take_sign_in (ZmSignerClient  *client,
              json_t          *answer,
              GError         **error)
{
  const char *token = zm_json_get_string (answer, "token", TOKEN_LENGTH, "answer.json", error);
  const char *name;
  const char *role_name;
  ZmRole role;

  if (token == NULL)
    return FALSE;
  name = zm_json_get_string (answer, "operator", NAME_LENGTH, "answer.json", error);
  if (name == NULL)
    return FALSE;
  role_name = zm_json_get_string (answer, "role", NAME_LENGTH, "answer.json", error);
  if (role_name == NULL)
    return FALSE;
  if (!zm_request_role_parse (role_name, &role))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", role_name, "a role",
                    "The signer gave a role that is not known here");
      return FALSE;
    }

  end_token (client);
  client->token = zm_secret_new_copy (token, strlen (token) + 1);
  set_operator (client, name, role);
  return TRUE;
}

gboolean
zm_signer_client_sign_in (ZmSignerClient  *client,
                          const char      *operator_name,
                          const ZmSecret  *pin,
                          GError         **error)
{
  g_autoptr(json_t) answer = NULL;
  json_t *members;
  gboolean ok;

  g_return_val_if_fail (client != NULL, FALSE);
  g_return_val_if_fail (operator_name != NULL && pin != NULL, FALSE);

  members = json_object ();
  json_object_set_new (members, "operator", json_string (operator_name));
  json_object_set_new (members, "pin", json_stringn ((const char *) zm_secret_peek (pin),
                                                     zm_secret_length (pin)));

  g_mutex_lock (&client->call_lock);
  answer = call_locked (client, ZM_REQUEST_SIGN_IN, members, CALL_TIMEOUT, error);
  ok = answer != NULL && take_sign_in (client, answer, error);
  g_mutex_unlock (&client->call_lock);
  if (answer != NULL)
    wipe_strings (answer);

  return ok;
}

void
zm_signer_client_sign_out (ZmSignerClient *client)
{
  g_return_if_fail (client != NULL);

  g_mutex_lock (&client->call_lock);
  if (client->token != NULL)
    {
      end_token (client);
      set_operator (client, NULL, ZM_ROLE_NONE);
    }
  g_mutex_unlock (&client->call_lock);
}

char *
zm_signer_client_dup_operator (ZmSignerClient *client)
{
  char *name;

  g_return_val_if_fail (client != NULL, NULL);

  g_mutex_lock (&client->name_lock);
  name = g_strdup (client->operator_name);
  g_mutex_unlock (&client->name_lock);

  return name;
}

ZmRole
zm_signer_client_get_role (ZmSignerClient *client)
{
  ZmRole role;

  g_return_val_if_fail (client != NULL, ZM_ROLE_NONE);

  g_mutex_lock (&client->name_lock);
  role = client->role;
  g_mutex_unlock (&client->name_lock);

  return role;
}

gboolean
zm_signer_client_check_role (ZmSignerClient  *client,
                             ZmRole           roles,
                             GError         **error)
{
  ZmRole role;

  g_return_val_if_fail (client != NULL, FALSE);

  role = zm_signer_client_get_role (client);
  if ((role & roles) != 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_DENIED, "role.denied", zm_request_role_name (role),
                (roles & ZM_ROLE_TECHNICIAN) != 0 ? "technician or administrator" :
                zm_request_role_name (roles),
                "This role may not do this");
  return FALSE;
}
