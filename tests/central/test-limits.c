#include "app/base/error.h"
#include "app/central/central-listener.h"
#include "tests/central/process.h"

#include <string.h>

/* What a client that does nothing, or little, can do to others: keep them waiting for the ten
 * seconds that every connection may live, no longer. */

#define LIFE_US  (10 * G_USEC_PER_SEC)
#define SLACK_US (5 * G_USEC_PER_SEC)

static GSocketConnection *
connect_to (guint16 port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
write_text (GSocketConnection *connection,
            const char        *text)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Until the server closes: how long that took. */
static gint64
wait_for_end (GSocketConnection *connection)
{
  gint64 start = g_get_monotonic_time ();
  char buffer[1024];

  g_socket_set_timeout (g_socket_connection_get_socket (connection), 20);
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                              sizeof buffer, NULL, NULL) > 0)
    ;

  return g_get_monotonic_time () - start;
}

/* A good device waits behind as many idle ones as there may be, and half a request over HTTP is
 * cut off at the same time. */
static void
test_idle_connections (Process       *process,
                       gconstpointer  data)
{
  g_autoptr(GPtrArray) idle = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(TestIdentity) device = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
  g_autoptr(GSocketConnection) half = connect_to (process->crl_port);
  gint64 start = g_get_monotonic_time ();
  gint64 took;

  write_text (half, "GET /root.crl HTTP/1.1\r\nHost: ");
  for (guint i = 0; i < ZM_CENTRAL_LISTENER_MAX; i++)
    g_ptr_array_add (idle, connect_to (process->port));
  process_assert_accepted (process, device);
  took = g_get_monotonic_time () - start;
  g_assert_cmpint (took, >=, LIFE_US - G_USEC_PER_SEC);
  g_assert_cmpint (took, <, LIFE_US + SLACK_US);

  for (guint i = 0; i < idle->len; i++)
    g_assert_cmpint (wait_for_end (idle->pdata[i]), <, SLACK_US);
  g_assert_cmpint (wait_for_end (half), <, SLACK_US);
  json_decref (process_await (process, "connection.timeout", NULL));
  process_assert_accepted (process, device);
}

/* Connections that come and go leave nothing behind. */
static void
test_many_connections (Process       *process,
                       gconstpointer  data)
{
  g_autoptr(TestIdentity) device = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", 0);

  for (guint i = 0; i < 3 * ZM_CENTRAL_LISTENER_MAX; i++)
    {
      g_autoptr(GSocketConnection) connection = connect_to (process->port);

      if (i % 2 == 0)
        write_text (connection, "GET / HTTP/1.1\r\n\r\n");
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  process_assert_accepted (process, device);
}

/* One request a connection, even if the client has another one ready. */
static void
test_one_request (Process       *process,
                  gconstpointer  data)
{
  g_autoptr(TestIdentity) device = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
  g_autofree char *one = process_get (PROCESS_PATH);
  g_autofree char *two = g_strconcat (one, one, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = process_call (process, device, two, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 200 OK\r\n"));
  g_assert_null (strstr (text + 1, "HTTP/1.1"));
}

#define ADD(path, function)                                                             \
  g_test_add ("/central/limits/" path, Process, NULL, process_set_up, function, \
              process_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("idle", test_idle_connections);
  ADD ("many", test_many_connections);
  ADD ("one-request", test_one_request);

  return g_test_run ();
}
