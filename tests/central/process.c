#include "tests/central/process.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/tls-client.h"
#include "tests/scratch.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define READY_FD       3
#define DEADLINE_US    (10 * G_USEC_PER_SEC)
#define TIMEOUT_MS     30000
#define ANSWER_MAX     65536
#define LOG_NAME       "central.log"

char *
process_file (Process    *self,
              const char *name)
{
  return g_build_filename (self->directory, name, NULL);
}

void
process_prepare (Process *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TestIdentity) server = NULL;

  self->directory = g_dir_make_tmp ("zm-central-XXXXXX", &error);
  g_assert_no_error (error);
  self->pki = test_pki_new ();
  server = test_pki_issue (self->pki, ZM_PROFILE_SERVER, "central.hospital.example", 0);
  test_identity_write (server, self->directory, "server");
  test_pki_write (self->pki, self->directory);
}

static void
add_file (GStrvBuilder *arguments,
          Process      *self,
          const char   *option,
          const char   *name)
{
  g_autofree char *path = process_file (self, name);

  g_strv_builder_add_many (arguments, option, path, NULL);
}

GStrvBuilder *
process_arguments (Process *self)
{
  GStrvBuilder *arguments = g_strv_builder_new ();
  g_autofree char *program = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "app", "central",
                                               "zmonitor-central", NULL);

  g_strv_builder_add_many (arguments, program, "--listen", "127.0.0.1:0", "--crl-listen",
                           "127.0.0.1:0", "--exit-with-parent", NULL);
  add_file (arguments, self, "--certificate", "server.pem");
  add_file (arguments, self, "--key", "server.key");
  add_file (arguments, self, "--root", "root.pem");
  add_file (arguments, self, "--ca", "intermediate.pem");
  add_file (arguments, self, "--crl-memory", "memory");
  add_file (arguments, self, "--crl", "root.crl");
  add_file (arguments, self, "--crl", "intermediate.crl");

  return arguments;
}

static guint16
read_port (const json_t *ready,
           const char   *member)
{
  const char *address = json_string_value (json_object_get (ready, member));

  g_assert_nonnull (address);
  g_assert_true (g_str_has_prefix (address, "127.0.0.1:"));

  return (guint16) g_ascii_strtoull (strchr (address, ':') + 1, NULL, 10);
}

static void
read_ready (Process *self,
            int      fd)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) ready = NULL;
  char line[512];
  gsize length = 0;
  gssize got;

  while (length < sizeof line && (got = read (fd, line + length, sizeof line - length)) > 0)
    length += (gsize) got;
  ready = zm_json_parse_object (line, length, "ready", &error);
  g_assert_no_error (error);
  self->port = read_port (ready, "listen");
  self->crl_port = read_port (ready, "crlListen");
}

void
process_start (Process *self)
{
  g_autoptr(GStrvBuilder) arguments = process_arguments (self);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *log = process_file (self, LOG_NAME);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  int ends[2];

  g_strv_builder_add_many (arguments, "--ready-fd", G_STRINGIFY (READY_FD), NULL);
  argv = g_strv_builder_end (arguments);
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, &error));
  g_subprocess_launcher_take_fd (launcher, ends[1], READY_FD);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);

  read_ready (self, ends[0]);
  close (ends[0]);
}

void
process_set_up (Process       *self,
                gconstpointer  data)
{
  process_prepare (self);
  process_start (self);
}

void
process_tear_down (Process       *self,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (self->process != NULL)
    {
      g_subprocess_send_signal (self->process, SIGTERM);
      g_subprocess_wait_check (self->process, NULL, &error);
      g_assert_no_error (error);
    }
  g_clear_object (&self->process);
  test_pki_free (self->pki);
  scratch_remove (self->directory);
  g_free (self->directory);
}

int
process_run (Process       *self,
             GStrvBuilder  *arguments,
             char         **log)
{
  g_auto(GStrv) argv = g_strv_builder_end (arguments);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, log, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static json_t *
find_event (Process    *self,
            const char *event,
            const char *check)
{
  g_autofree char *path = process_file (self, LOG_NAME);
  g_autofree char *log = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  lines = g_strsplit (log, "\n", -1);
  /* What follows the last line feed may be half a line. */
  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) line = zm_json_parse_object (lines[i], strlen (lines[i]), "log", &error);

      g_assert_no_error (error);
      if (g_strcmp0 (json_string_value (json_object_get (line, "event")), event) == 0 &&
          (check == NULL ||
           g_strcmp0 (json_string_value (json_object_get (line, "check")), check) == 0))
        return g_steal_pointer (&line);
    }

  return NULL;
}

json_t *
process_await (Process    *self,
               const char *event,
               const char *check)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  json_t *line;

  while ((line = find_event (self, event, check)) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("No “%s” in the log", event);
      g_usleep (20 * 1000);
    }

  return line;
}

GBytes *
process_call (Process             *self,
              const TestIdentity  *identity,
              const char          *request,
              GError             **error)
{
  g_autoptr(GSocketConnectable) address = g_network_address_new ("127.0.0.1", self->port);
  g_autoptr(GBytes) bytes = g_bytes_new (request, strlen (request));
  g_autoptr(GPtrArray) crls = test_pki_crls (self->pki);
  g_autoptr(GError) failure = NULL;
  g_autoptr(ZmTlsConfig) config = NULL;

  config = zm_tls_config_new (identity != NULL ? (ZmCertificate *const *) identity->chain->pdata
                                               : NULL,
                              identity != NULL ? identity->chain->len : 0,
                              identity != NULL ? identity->key : NULL, self->pki->root, crls,
                              &failure);
  g_assert_no_error (failure);

  return zm_tls_client_exchange (config, address, "localhost", bytes, ANSWER_MAX, TIMEOUT_MS, NULL,
                                 NULL, error);
}

char *
process_get (const char *path)
{
  return g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
}

guint
process_parse (GBytes  *answer,
               json_t **body)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  const char *end = strstr (text, "\r\n\r\n");
  g_autoptr(GError) error = NULL;

  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 "));
  g_assert_nonnull (end);
  if (body != NULL)
    {
      g_assert_nonnull (strstr (text, "Content-Type: application/json\r\n"));
      *body = zm_json_parse_object (end + 4, strlen (end + 4), "body", &error);
      g_assert_no_error (error);
    }

  return (guint) g_ascii_strtoull (text + strlen ("HTTP/1.1 "), NULL, 10);
}

void
process_assert_refused (Process            *self,
                        const TestIdentity *identity,
                        const char         *alert)
{
  g_autofree char *request = process_get (PROCESS_PATH);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = process_call (self, identity, request, &error);

  g_assert_null (answer);
  g_assert_cmpstr (zm_error_get_check (error), ==, "tls.alert");
  g_assert_cmpstr (zm_error_get_seen (error), ==, alert);
}

void
process_assert_accepted (Process            *self,
                         const TestIdentity *identity)
{
  g_autofree char *request = process_get (PROCESS_PATH);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = process_call (self, identity, request, &error);
  g_autoptr(json_t) body = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (process_parse (answer, &body), ==, 200);
  g_assert_cmpstr (json_string_value (json_object_get (body, "serial")), ==,
                   zm_certificate_get_serial (test_identity_leaf (identity)));
}

char *
process_probe (const char *input,
               const char *format,
               ...)
{
  const GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_MERGE;
  g_autofree char *command = NULL;
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  char *output = NULL;
  va_list args;

  va_start (args, format);
  command = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_true (g_shell_parse_argv (command, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv, flags, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error));
  g_assert_no_error (error);

  return output;
}
