#include "app/signer/connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _ZmConnection {
  int     fd;
  uid_t   peer;
  gint64  used;
  GBytes *pending; /* an answer that the client has not made room for */
};

ZmConnection *
zm_connection_new (int    fd,
                   uid_t  peer,
                   gint64 now)
{
  ZmConnection *connection = g_new0 (ZmConnection, 1);

  connection->fd = fd;
  connection->peer = peer;
  connection->used = now;

  return connection;
}

/* It may be a token or a factory record. */
static void
forget_pending (ZmConnection *connection)
{
  gsize length;
  gconstpointer data;

  if (connection->pending == NULL)
    return;

  data = g_bytes_get_data (connection->pending, &length);
  explicit_bzero ((gpointer) data, length);
  g_clear_pointer (&connection->pending, g_bytes_unref);
}

void
zm_connection_free (ZmConnection *connection)
{
  if (connection == NULL)
    return;

  forget_pending (connection);
  close (connection->fd);
  g_free (connection);
}

int
zm_connection_get_fd (ZmConnection *connection)
{
  return connection->fd;
}

uid_t
zm_connection_get_peer (ZmConnection *connection)
{
  return connection->peer;
}

short
zm_connection_get_events (ZmConnection *connection)
{
  return connection->pending != NULL ? POLLOUT : POLLIN;
}

gint64
zm_connection_get_used (ZmConnection *connection)
{
  return connection->used;
}

static gboolean
would_block (void)
{
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

gssize
zm_connection_receive (ZmConnection *connection,
                       guint8       *buffer,
                       gsize         size,
                       gint64        now)
{
  gssize got;

  g_return_val_if_fail (connection != NULL, -1);

  got = recv (connection->fd, buffer, size, MSG_DONTWAIT | MSG_TRUNC);
  if (got < 0 && would_block ())
    return 0;
  /* An empty packet cannot be told from the end. */
  if (got <= 0)
    return -1;

  connection->used = now;
  return MIN (got, (gssize) size);
}

gboolean
zm_connection_send (ZmConnection *connection,
                    GBytes       *answer)
{
  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (connection->pending == NULL, FALSE);

  connection->pending = answer;

  return zm_connection_flush (connection);
}

gboolean
zm_connection_flush (ZmConnection *connection)
{
  gsize length;
  gconstpointer data;

  g_return_val_if_fail (connection != NULL, FALSE);

  if (connection->pending == NULL)
    return TRUE;

  data = g_bytes_get_data (connection->pending, &length);
  if (send (connection->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    return would_block ();

  forget_pending (connection);
  return TRUE;
}
