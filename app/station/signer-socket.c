#include "app/station/signer-socket.h"

#include "app/base/error.h"
#include "app/base/wait.h"
#include "app/protocol/request.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME "signer.socket"
#define KEYS_NAME   "signer"

/* The kernel doubles this, after cutting it to net.core.wmem_max. */
#define SEND_BUFFER (ZM_REQUEST_MAX + 4096)

static gboolean
fail_timeout (GError **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.timeout", NULL, NULL,
                "The signer did not answer in time");
  return FALSE;
}

static gboolean
fail_gone (int      number,
           GError **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.gone", g_strerror (number), NULL,
                "The signer has gone away");
  return FALSE;
}

/* Whoever owns the signer's keys, this user, or the system's service manager, which listens on
 * behalf of a signer that is started by its socket. */
static gboolean
check_peer (int      fd,
            int      directory,
            GError **error)
{
  struct ucred peer = { .uid = (uid_t) -1 };
  socklen_t length = sizeof peer;
  struct stat keys;
  g_autofree char *seen = NULL;

  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    return fail_gone (errno, error);
  if (peer.uid == geteuid () || peer.uid == 0)
    return TRUE;
  if (fstatat (directory, KEYS_NAME, &keys, AT_SYMLINK_NOFOLLOW) == 0 && keys.st_uid == peer.uid)
    return TRUE;

  seen = g_strdup_printf ("user %u", (guint) peer.uid);
  zm_error_set (error, ZM_ERROR_REFUSED, "signer.peer", seen,
                "this user, or the one that owns the signer's keys",
                "A stranger listens on the signer's socket");
  return FALSE;
}

/* A signer that hangs lets its queue of connections fill, and the next one wait (unix(7)).
 * Through the open directory, since a socket's path has at most 107 bytes. */
static gboolean
connect_in_directory (int          fd,
                      int          directory,
                      const char  *station_directory,
                      int          timeout,
                      GError     **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct timeval patience = { timeout / 1000, timeout % 1000 * 1000 };
  int size = SEND_BUFFER;

  g_snprintf (address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/" SOCKET_NAME,
              directory);
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect (fd, (const struct sockaddr *) &address, sizeof address) == 0)
    return check_peer (fd, directory, error);
  if (errno == EAGAIN)
    return fail_timeout (error);

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.absent", g_strerror (errno),
                "a signer that listens on " SOCKET_NAME,
                "No signer listens in “%s”", station_directory);
  return FALSE;
}

int
zm_signer_socket_connect (const char  *station_directory,
                          int          timeout,
                          GError     **error)
{
  int directory;
  int fd;

  g_return_val_if_fail (station_directory != NULL, -1);

  directory = open (station_directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
  fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (directory < 0 || fd < 0)
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.absent", g_strerror (errno), NULL,
                  "The signer's socket in “%s” cannot be reached", station_directory);
  else if (connect_in_directory (fd, directory, station_directory, timeout, error))
    {
      close (directory);
      return fd;
    }

  if (directory >= 0)
    close (directory);
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
wait_readable (int      fd,
               gint64   deadline,
               GError **error)
{
  switch (zm_wait_for_fd (fd, POLLIN, deadline, NULL, error))
    {
    case ZM_WAIT_READY:
      return TRUE;
    case ZM_WAIT_TIMEOUT:
      return fail_timeout (error);
    case ZM_WAIT_FAILED:
    default:
      return FALSE;
    }
}

static GBytes *
receive (int      fd,
         GError **error)
{
  g_autofree char *packet = NULL;
  gssize size = recv (fd, NULL, 0, MSG_PEEK | MSG_TRUNC);

  if (size <= 0)
    {
      fail_gone (size < 0 ? errno : EPIPE, error);
      return NULL;
    }
  if (size > ZM_REQUEST_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", "more bytes", "at most 196608 bytes",
                    "The signer's answer is too large");
      return NULL;
    }

  packet = g_malloc ((gsize) size);
  if (recv (fd, packet, (gsize) size, 0) != size)
    {
      fail_gone (errno, error);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&packet), (gsize) size);
}

GBytes *
zm_signer_socket_exchange (int      fd,
                           GBytes  *packet,
                           int      timeout,
                           GError **error)
{
  gint64 deadline = zm_wait_deadline (timeout);
  gsize length;
  const void *data;
  gssize sent;

  g_return_val_if_fail (packet != NULL, NULL);

  data = g_bytes_get_data (packet, &length);
  do
    sent = send (fd, data, length, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0)
    {
      (void) !(errno == EAGAIN ? fail_timeout (error) : fail_gone (errno, error));
      return NULL;
    }
  if (!wait_readable (fd, deadline, error))
    return NULL;

  return receive (fd, error);
}
