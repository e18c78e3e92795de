#include "app/signer/server.h"

#include "app/base/error.h"
#include "app/base/secret.h"
#include "app/protocol/request.h"
#include "app/signer/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LISTEN_FD   3 /* sd_listen_fds(3) */
#define BACKLOG     8
/* The kernel doubles this, after cutting it to net.core.wmem_max. */
#define SEND_BUFFER (ZM_REQUEST_MAX + 4096)

/* What is polled before the connections. */
enum {
  POLL_SIGNALS,
  POLL_PARENT,
  POLL_LISTENER,
  POLL_CONNECTIONS,
};

struct _ZmServer {
  int        listener;
  int        signals;
  GPtrArray *connections;
  ZmSecret  *buffer;      /* a request may carry a PIN */
};

static gboolean
fail (const char  *what,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "server.socket", g_strerror (errno), NULL,
                "The signer's socket cannot be used: %s", what);
  return FALSE;
}

/* From here on the signals are only read, in the loop. */
static int
open_signals (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  if (sigprocmask (SIG_BLOCK, &set, NULL) != 0)
    return -1;

  return signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
connection_free (gpointer data)
{
  zm_connection_free (data);
}

/* Takes listener. */
static ZmServer *
server_new (int      listener,
            GError **error)
{
  g_autoptr(ZmServer) server = g_new0 (ZmServer, 1);

  server->listener = listener;
  server->connections = g_ptr_array_new_with_free_func (connection_free);
  /* One byte more shows that a request is too long. */
  server->buffer = zm_secret_new (ZM_REQUEST_MAX + 1);
  server->signals = open_signals ();
  if (server->signals < 0)
    {
      fail ("signals", error);
      return NULL;
    }

  return g_steal_pointer (&server);
}

void
zm_server_free (ZmServer *server)
{
  if (server == NULL)
    return;

  g_ptr_array_unref (server->connections);
  zm_secret_free (server->buffer);
  close (server->listener);
  if (server->signals >= 0)
    close (server->signals);
  g_free (server);
}

/* Through the open directory, since a socket's path has at most 107 bytes. */
static gboolean
bind_in_directory (int         fd,
                   int         directory,
                   const char *name)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  mode_t before;
  int result;

  if (g_snprintf (address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", directory,
                  name) >= (int) sizeof address.sun_path)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }

  unlinkat (directory, name, 0);
  before = umask (0177);
  result = bind (fd, (const struct sockaddr *) &address, sizeof address);
  umask (before);

  return result == 0;
}

static int
listen_on (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  int directory = open (parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  gboolean ok = directory >= 0 && fd >= 0 && bind_in_directory (fd, directory, name) &&
                listen (fd, BACKLOG) == 0;
  int saved = errno;

  if (directory >= 0)
    close (directory);
  if (!ok && fd >= 0)
    close (fd);
  errno = saved;

  return ok ? fd : -1;
}

ZmServer *
zm_server_listen (const char  *path,
                  GError     **error)
{
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = listen_on (path);
  if (fd < 0)
    {
      fail (path, error);
      return NULL;
    }

  return server_new (fd, error);
}

static gboolean
is_option (int fd,
           int option,
           int expected)
{
  int value = 0;
  socklen_t length = sizeof value;

  return getsockopt (fd, SOL_SOCKET, option, &value, &length) == 0 && value == expected;
}

ZmServer *
zm_server_activate (GError **error)
{
  const char *pid = g_getenv ("LISTEN_PID");
  const char *count = g_getenv ("LISTEN_FDS");
  g_autofree char *own_pid = g_strdup_printf ("%d", (int) getpid ());

  if (g_strcmp0 (pid, own_pid) != 0 || count == NULL)
    return NULL;

  errno = EINVAL;
  if (strcmp (count, "1") != 0 ||
      !is_option (LISTEN_FD, SO_DOMAIN, AF_UNIX) ||
      !is_option (LISTEN_FD, SO_TYPE, SOCK_SEQPACKET) ||
      !is_option (LISTEN_FD, SO_ACCEPTCONN, 1) ||
      fcntl (LISTEN_FD, F_SETFD, FD_CLOEXEC) != 0 ||
      fcntl (LISTEN_FD, F_SETFL, O_NONBLOCK) != 0)
    {
      fail ("one listening socket of whole packets is expected", error);
      return NULL;
    }

  return server_new (LISTEN_FD, error);
}

static void
drop_longest_idle (ZmServer *server)
{
  guint oldest = 0;

  for (guint i = 1; i < server->connections->len; i++)
    if (zm_connection_get_used (g_ptr_array_index (server->connections, i)) <
        zm_connection_get_used (g_ptr_array_index (server->connections, oldest)))
      oldest = i;

  g_ptr_array_remove_index (server->connections, oldest);
}

static void
accept_one (ZmServer *server,
            gint64    now)
{
  int fd = accept4 (server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  struct ucred peer = { .uid = (uid_t) -1 };
  socklen_t length = sizeof peer;
  int size = SEND_BUFFER;

  if (fd < 0)
    return;
  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    {
      close (fd);
      return;
    }

  (void) setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  if (server->connections->len >= ZM_SERVER_CONNECTIONS)
    drop_longest_idle (server);
  g_ptr_array_add (server->connections, zm_connection_new (fd, peer.uid, now));
}

/* FALSE: the client is gone. */
static gboolean
serve (ZmServer       *server,
       ZmConnection   *connection,
       ZmServerAnswer  answer,
       gpointer        data,
       gint64          now)
{
  guint8 *buffer = zm_secret_bytes (server->buffer);
  GBytes *bytes;
  gssize length;

  if (zm_connection_get_events (connection) == POLLOUT)
    return zm_connection_flush (connection);

  length = zm_connection_receive (connection, buffer, zm_secret_length (server->buffer), now);
  if (length <= 0)
    return length == 0;

  bytes = answer (data, zm_connection_get_peer (connection), buffer, (gsize) length);
  explicit_bzero (buffer, (gsize) length);

  return zm_connection_send (connection, bytes);
}

/* Milliseconds until the first idle connection must go, -1 without connections. */
static int
milliseconds_left (ZmServer *server,
                   gint64    now)
{
  gint64 first = G_MAXINT64;

  if (server->connections->len == 0)
    return -1;

  for (guint i = 0; i < server->connections->len; i++)
    first = MIN (first, zm_connection_get_used (g_ptr_array_index (server->connections, i)));

  return (int) (MAX (0, first + ZM_SERVER_IDLE_SECONDS * G_USEC_PER_SEC - now) / 1000) + 1;
}

static void
drop_idle (ZmServer *server,
           gint64    now)
{
  for (guint i = server->connections->len; i > 0; i--)
    if (now - zm_connection_get_used (g_ptr_array_index (server->connections, i - 1)) >=
        ZM_SERVER_IDLE_SECONDS * G_USEC_PER_SEC)
      g_ptr_array_remove_index (server->connections, i - 1);
}

static guint
fill_poll (ZmServer      *server,
           int            parent,
           struct pollfd *fds)
{
  fds[POLL_SIGNALS] = (struct pollfd) { server->signals, POLLIN, 0 };
  fds[POLL_PARENT] = (struct pollfd) { parent, POLLIN, 0 };
  fds[POLL_LISTENER] = (struct pollfd) { server->listener, POLLIN, 0 };
  for (guint i = 0; i < server->connections->len; i++)
    {
      ZmConnection *connection = g_ptr_array_index (server->connections, i);

      fds[POLL_CONNECTIONS + i] = (struct pollfd) {
        zm_connection_get_fd (connection), zm_connection_get_events (connection), 0,
      };
    }

  return POLL_CONNECTIONS + server->connections->len;
}

/* From the end, so that what goes does not move what is still to be looked at. */
static void
serve_ready (ZmServer            *server,
             const struct pollfd *fds,
             ZmServerAnswer       answer,
             gpointer             data)
{
  for (guint i = server->connections->len; i > 0; i--)
    if (fds[POLL_CONNECTIONS + i - 1].revents != 0 &&
        !serve (server, g_ptr_array_index (server->connections, i - 1), answer, data,
                g_get_monotonic_time ()))
      g_ptr_array_remove_index (server->connections, i - 1);
}

gboolean
zm_server_run (ZmServer        *server,
               int              parent,
               ZmServerAnswer   answer,
               gpointer         data,
               GError         **error)
{
  struct pollfd fds[POLL_CONNECTIONS + ZM_SERVER_CONNECTIONS];

  g_return_val_if_fail (server != NULL, FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  for (;;)
    {
      guint count = fill_poll (server, parent, fds);
      int ready = poll (fds, count, milliseconds_left (server, g_get_monotonic_time ()));

      if (ready < 0 && errno != EINTR)
        return fail ("poll", error);
      if (ready < 0)
        continue;
      if (fds[POLL_SIGNALS].revents != 0 || fds[POLL_PARENT].revents != 0)
        return TRUE;

      serve_ready (server, fds, answer, data);
      drop_idle (server, g_get_monotonic_time ());
      if (fds[POLL_LISTENER].revents != 0)
        accept_one (server, g_get_monotonic_time ());
    }
}
