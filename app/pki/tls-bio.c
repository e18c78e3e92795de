#include "app/pki/tls-bio.h"

typedef struct {
  GSocket  *socket;
  gboolean  ended;
  GError   *error;
} Link;

static int
finish (BIO    *bio,
        gssize  result,
        GError *error,
        int     retry)
{
  Link *link = BIO_get_data (bio);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      BIO_set_flags (bio, retry | BIO_FLAGS_SHOULD_RETRY);
      g_error_free (error);
      return -1;
    }
  if (result <= 0)
    {
      link->ended = TRUE;
      if (link->error == NULL)
        link->error = g_steal_pointer (&error);
      g_clear_error (&error);
    }

  return (int) result;
}

static int
read_socket (BIO  *bio,
             char *data,
             int   length)
{
  Link *link = BIO_get_data (bio);
  GError *error = NULL;
  gssize got;

  BIO_clear_retry_flags (bio);
  if (length <= 0)
    return 0;
  got = g_socket_receive_with_blocking (link->socket, data, (gsize) length, FALSE, NULL, &error);

  return finish (bio, got, error, BIO_FLAGS_READ);
}

static int
write_socket (BIO        *bio,
              const char *data,
              int         length)
{
  Link *link = BIO_get_data (bio);
  GError *error = NULL;
  gssize sent;

  BIO_clear_retry_flags (bio);
  if (length <= 0)
    return 0;
  sent = g_socket_send_with_blocking (link->socket, data, (gsize) length, FALSE, NULL, &error);

  return finish (bio, sent, error, BIO_FLAGS_WRITE);
}

static long
control (BIO  *bio,
         int   command,
         long  number,
         void *pointer)
{
  Link *link = BIO_get_data (bio);

  switch (command)
    {
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DUP:
      return 1;
    case BIO_CTRL_EOF:
      return link->ended && link->error == NULL;
    default:
      return 0;
    }
}

static int
destroy (BIO *bio)
{
  Link *link = BIO_get_data (bio);

  if (link != NULL)
    {
      g_object_unref (link->socket);
      g_clear_error (&link->error);
      g_free (link);
    }
  BIO_set_data (bio, NULL);

  return 1;
}

static BIO_METHOD *
get_method (void)
{
  static gsize method = 0;

  if (g_once_init_enter (&method))
    {
      BIO_METHOD *made = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "GSocket");

      if (made == NULL ||
          BIO_meth_set_read (made, read_socket) != 1 ||
          BIO_meth_set_write (made, write_socket) != 1 ||
          BIO_meth_set_ctrl (made, control) != 1 ||
          BIO_meth_set_destroy (made, destroy) != 1)
        zm_openssl_abort ("a BIO");
      g_once_init_leave (&method, (gsize) made);
    }

  return (BIO_METHOD *) method;
}

BIO *
zm_tls_bio_new (GSocket *socket)
{
  Link *link;
  BIO *bio;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  bio = BIO_new (get_method ());
  if (bio == NULL)
    zm_openssl_abort ("a BIO");
  link = g_new0 (Link, 1);
  link->socket = g_object_ref (socket);
  BIO_set_data (bio, link);
  BIO_set_init (bio, 1);

  return bio;
}

gboolean
zm_tls_bio_has_ended (BIO         *bio,
                      const char **text)
{
  Link *link;

  g_return_val_if_fail (bio != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  link = BIO_get_data (bio);
  *text = link->error != NULL ? link->error->message : NULL;

  return link->ended;
}
