#include "tests/device/whoami.h"

#include "app/pki/tls-server.h"

#include <string.h>

#define REQUEST_MAX 4096 /* bytes */
#define NONCE       "nonce="

/* The first line, or NULL if the client gave up. */
static char *
read_request (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[512];

  while (strstr (text->str, "\r\n\r\n") == NULL && text->len < REQUEST_MAX)
    {
      gssize got = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

      if (got <= 0)
        return NULL;
      g_string_append_len (text, buffer, got);
    }

  return g_strndup (text->str, strcspn (text->str, "\r"));
}

static char *
compose_body (const Whoami *whoami,
              const char   *request,
              const char   *serial)
{
  const char *nonce = strstr (request, NONCE);
  g_autofree char *echoed = nonce != NULL ? g_strndup (nonce + strlen (NONCE), 32) : g_strdup ("");

  if (whoami->mood == WHOAMI_OTHER_NONCE)
    echoed[0] = echoed[0] == '0' ? '1' : '0';

  return g_strdup_printf ("{\"nonce\":\"%s\",\"serial\":\"%s\",\"receipt\":\"a.b.c\"}", echoed,
                          whoami->mood == WHOAMI_OTHER_SERIAL ? "00" : serial);
}

static void
answer (Whoami    *whoami,
        GIOStream *stream)
{
  ZmCertificate *peer = zm_tls_server_get_peer (ZM_TLS_SERVER (stream));
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;

  body = compose_body (whoami, whoami->request, zm_certificate_get_serial (peer));
  if (whoami->mood == WHOAMI_REFUSES)
    text = g_strdup ("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  else
    text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                            strlen (body), body);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL,
                             NULL, NULL);
}

static void
converse (Whoami            *whoami,
          GSocketConnection *base)
{
  g_autoptr(GIOStream) stream = zm_tls_server_accept (whoami->config, base, TRUE);
  char *request = read_request (stream);

  if (request != NULL)
    {
      g_free (whoami->request);
      whoami->request = request;
      answer (whoami, stream);
    }
  g_io_stream_close (stream, NULL, NULL);
}

static gpointer
serve (gpointer user_data)
{
  Whoami *whoami = user_data;

  while (!g_cancellable_is_cancelled (whoami->cancellable))
    {
      g_autoptr(GSocketConnection) base = NULL;

      base = g_socket_listener_accept (whoami->listener, NULL, whoami->cancellable, NULL);
      if (base != NULL)
        converse (whoami, base);
    }

  return NULL;
}

static guint16
listen_on_loopback (GSocketListener *listener)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_listener_add_address (listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

void
whoami_start (Whoami          *whoami,
              const Authority *authority,
              WhoamiMood       mood)
{
  g_autoptr(GError) error = NULL;

  whoami->mood = mood;
  whoami->cancellable = g_cancellable_new ();
  whoami->listener = g_socket_listener_new ();
  whoami->port = listen_on_loopback (whoami->listener);
  whoami->config = zm_tls_config_new (&authority->server->certificate, 1, authority->server->key,
                                      authority->root->certificate, authority->crls, &error);
  g_assert_no_error (error);
  whoami->thread = g_thread_new ("whoami", serve, whoami);
}

void
whoami_stop (Whoami *whoami)
{
  g_cancellable_cancel (whoami->cancellable);
  if (whoami->thread != NULL)
    g_thread_join (g_steal_pointer (&whoami->thread));
}

void
whoami_clear (Whoami *whoami)
{
  whoami_stop (whoami);
  g_object_unref (whoami->cancellable);
  g_object_unref (whoami->listener);
  zm_tls_config_unref (whoami->config);
  g_free (whoami->request);
}
