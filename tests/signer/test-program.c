#include "running.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/signer/server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SESSION    "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define PASSPHRASE DESK_PASSPHRASE "\n"

static char *
sign_request (Running      *running,
              const json_t *requests,
              const char   *which,
              const char   *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) der = desk_decode (json_string_value (json_object_get (requests, which)));
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                              &error);
  g_autofree char *pem = NULL;

  g_assert_no_error (error);
  pem = zm_csr_to_pem (csr);

  return desk_take_text (desk_ceremony (running->desk, json_pack ("{s:s, s:s}", "request", name,
                                                                  "csr", pem)), "certificate");
}

/* As desk_found() does it, but through the socket. */
static void
found (Running *running)
{
  g_autoptr(json_t) requests = NULL;
  g_autofree char *root = NULL;
  g_autofree char *intermediate = NULL;
  g_autofree char *station = NULL;

  json_decref (running_ask (running, ZM_REQUEST_POLICY_SET, desk_policy ()));
  requests = running_ask (running, ZM_REQUEST_AUTHORITY_REQUESTS, NULL);
  root = desk_take_text (desk_ceremony (running->desk, json_pack ("{s:s, s:s, s:s, s:s}",
                                                                  "request", "create", "hospital",
                                                                  "St. Example", "identityHost",
                                                                  DESK_HOST, "crlUrl",
                                                                  "http://crl.hospital.example/")),
                         "root");
  intermediate = sign_request (running, requests, "intermediate", "sign-intermediate");
  station = sign_request (running, requests, "station", "sign-station");
  json_decref (running_ask (running, ZM_REQUEST_AUTHORITY_INSTALL,
                            json_pack ("{s:s, s:[s], s:s}", "root", root, "chain", intermediate, "station",
                                       station)));
}

static void
issue (Running    *running,
       ZmKey      *key,
       const char *device_id,
       const char *session)
{
  g_autoptr(json_t) prepared = NULL;
  const char *serial;

  json_decref (running_ask (running, ZM_REQUEST_JUDGE, desk_describe (key, device_id, NULL)));
  prepared = running_ask (running, ZM_REQUEST_ISSUE_PREPARE,
                          desk_describe (key, device_id, session));
  serial = json_string_value (json_object_get (prepared, "serial"));
  json_decref (running_ask (running, ZM_REQUEST_ISSUE_SIGN,
                            json_pack ("{s:O}", "tbs", json_object_get (prepared, "tbs"))));
  json_decref (running_ask (running, ZM_REQUEST_PAYLOAD_COMPOSE,
                            json_pack ("{s:s, s:s, s:s}", "session", session, "serial", serial,
                                       "pairingCode", "ABCD-1234")));
  json_decref (running_ask (running, ZM_REQUEST_REVOKE,
                            json_pack ("{s:s, s:s}", "serial", serial, "reason", "superseded")));
}

static void
use_the_rest (Running *running)
{
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autofree char *csr = desk_make_csr (key, ZM_PROFILE_CANARY_ID);

  json_decref (running_ask (running, ZM_REQUEST_CANARY_ISSUE, json_pack ("{s:s}", "csr", csr)));
  json_decref (running_ask (running, ZM_REQUEST_CRL_ISSUE, NULL));
  json_decref (running_ask (running, ZM_REQUEST_FACTORY_RECORD,
                            json_pack ("{s:s}", "deviceId", "D")));
  json_decref (running_ask (running, ZM_REQUEST_CODE_HASH,
                            json_pack ("{s:s, s:s}", "deviceId", "D", "code", "ABCD-1234")));
  json_decref (running_ask (running, ZM_REQUEST_AUTHORITY_SHOW, NULL));
  json_decref (running_ask (running, ZM_REQUEST_OPERATOR_ADD,
                            json_pack ("{s:s, s:s, s:s}", "name", "Zoë", "role", "auditor", "pin",
                                       "222222")));
  json_decref (running_ask (running, ZM_REQUEST_OPERATOR_LIST, NULL));
  json_decref (running_ask (running, ZM_REQUEST_OPERATOR_REMOVE,
                            json_pack ("{s:s}", "name", "Zoë")));
  json_decref (running_ask (running, ZM_REQUEST_CHECKPOINT_SIGN,
                            json_pack ("{s:i, s:s, s:[]}", "size", 1, "root",
                                       "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
                                       "proof")));
  json_decref (running_ask (running, ZM_REQUEST_WINDOW_CLOSE, NULL));
  json_decref (running_ask (running, ZM_REQUEST_SIGN_OUT, NULL));
}

/* Every request, each in a process that has done no such thing before: what a library reads from a
 * file at its first use would end it. */
static void
test_works_in_the_sandbox (Running       *running,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(ZmKey) rsa_key = zm_key_generate (ZM_KEY_RSA_3072, &error);
  int ended;

  g_assert_no_error (error);
  running_end (running, SIGTERM);
  desk_free (running->desk);
  running->desk = desk_new ();
  g_clear_pointer (&running->desk->signer, zm_signer_free);
  running_serve (running);
  found (running);

  /* Nothing of the founding's is left in this one. */
  running_end (running, SIGTERM);
  running_serve (running);
  json_decref (running_ask (running, ZM_REQUEST_SERVER_KEY_ADD,
                            json_pack ("{s:s, s:s}", "keyId", "sk-1", "mode", "derived")));
  running_open_window (running, 3);
  issue (running, key, "DEV-001", SESSION);
  issue (running, rsa_key, "DEV-002", "00000000-0000-4000-8000-00000000000b");
  use_the_rest (running);
  ended = running_end (running, SIGTERM);
  g_assert_true (WIFEXITED (ended));
  g_assert_cmpint (WEXITSTATUS (ended), ==, 0);
}

/* NULL if the kernel does not let us read it. */
static char *
read_process_file (pid_t       pid,
                   const char *name,
                   gsize      *length)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) pid, name);
  char *content = NULL;

  return g_file_get_contents (path, &content, length, NULL) ? content : NULL;
}

static void
assert_no_secret (pid_t       pid,
                  const char *name)
{
  gsize length = 0;
  g_autofree char *content = read_process_file (pid, name, &length);

  if (content == NULL)
    return;

  g_assert_null (memmem (content, length, DESK_PASSPHRASE, strlen (DESK_PASSPHRASE)));
  g_assert_null (memmem (content, length, DESK_ADMIN_PIN, strlen (DESK_ADMIN_PIN)));
}

static void
test_shows_no_secret (Running       *running,
                      gconstpointer  data)
{
  pid_t pid = running->program->pid;
  g_autofree char *cmdline = NULL;
  g_autofree char *status = NULL;
  g_autofree char *socket_path = g_build_filename (running->desk->station, "signer.socket", NULL);
  GStatBuf file;
  gsize length;

  cmdline = read_process_file (pid, "cmdline", &length);
  g_assert_nonnull (memmem (cmdline, length, "--passphrase-fd", strlen ("--passphrase-fd")));
  assert_no_secret (pid, "cmdline");
  assert_no_secret (pid, "environ");
  g_assert_cmpint (g_stat (socket_path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 07777, ==, 0600);

  status = read_process_file (pid, "status", &length);
  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1\n"));
  if (!ZM_CONFINE_IS_SANITIZED)
    g_assert_nonnull (strstr (status, "Seccomp:\t2\n"));
}

static void
test_is_the_only_one (Running       *running,
                      gconstpointer  data)
{
  running_assert_station_fails (running, PASSPHRASE, 4, "signer.locked");
  json_decref (running_ask (running, ZM_REQUEST_STATUS, NULL));
}

static void
test_tells_why_it_never_serves (Running       *running,
                                gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (running->desk->directory, "nowhere", NULL);
  const char *const create[] = { "--station", running->desk->station, "--create",
                                 "--administrator", "x", NULL };
  const char *const missing[] = { "--station", nowhere, NULL };
  const char *const empty[] = { "--station", running->desk->media, NULL };

  running_end (running, SIGTERM);
  running_assert_station_fails (running, "wrong passphrase\n", 3, "seal.passphrase");
  running_assert_station_fails (running, "\n", 1, "passphrase.read");
  running_assert_fails (create, PASSPHRASE "123456\n", TRUE, 7, "signer.exists");
  running_assert_fails (create, "short\n123456\n", TRUE, 1, "passphrase.short");
  running_assert_fails (create, PASSPHRASE "12345\n", TRUE, 1, "operator.pin");
  running_assert_fails (missing, PASSPHRASE, FALSE, 6, "signer.missing");
  running_assert_fails (empty, PASSPHRASE, FALSE, 6, "signer.missing");
}

static void
test_knows_wrong_use (Running       *running,
                      gconstpointer  data)
{
  const char *const nothing[] = { NULL };
  const char *const both[] = { "--ceremony", "--root-media", ".", "--station", ".", NULL };
  const char *const unknown[] = { "--passphrase=secret", NULL };
  const char *const stray[] = { "--station", ".", "secret", NULL };

  g_assert_cmpint (program_wait (program_start (nothing, "", FALSE)), ==, 2);
  g_assert_cmpint (program_wait (program_start (both, "", FALSE)), ==, 2);
  g_assert_cmpint (program_wait (program_start (unknown, "", FALSE)), ==, 2);
  g_assert_cmpint (program_wait (program_start (stray, "", FALSE)), ==, 2);
}

static void
test_creates_and_serves (Running       *running,
                         gconstpointer  data)
{
  g_autofree char *station = g_build_filename (running->desk->directory, "new", NULL);
  const char *const arguments[] = { "--station", station, "--create", "--administrator", "Ünal",
                                    NULL };
  Program *program;
  int fd;

  g_assert_cmpint (g_mkdir (station, 0700), ==, 0);
  program = program_start (arguments, PASSPHRASE "987654\n", TRUE);
  g_assert_no_error (program->error);
  fd = program_connect (station);
  g_free (program_sign_in (fd, "Ünal", "987654"));
  close (fd);
  program_end (program, SIGKILL);

  /* What was interrupted before the keys were there is begun anew. */
  g_free (station);
  station = g_build_filename (running->desk->directory, "new", "signer", "keys", NULL);
  g_assert_cmpint (g_remove (station), ==, 0);
  g_free (station);
  station = g_build_filename (running->desk->directory, "new", "signer", "ledger", NULL);
  g_assert_true (g_file_set_contents (station, "", 0, NULL));
  g_free (station);
  station = g_build_filename (running->desk->directory, "new", NULL);
  program = program_start ((const char *const[]) { "--station", station, "--create",
                                                   "--administrator", "Ünal", NULL },
                           PASSPHRASE "987654\n", TRUE);
  g_assert_no_error (program->error);
  program_end (program, SIGTERM);
}

/* Garbage, too much, nothing, and a client that never reads: the others do not notice. */
static void
test_survives_bad_clients (Running       *running,
                           gconstpointer  data)
{
  g_autofree char *flood = g_strnfill (200 * 1024, 'x');
  int fd = program_connect (running->desk->station);
  int deaf = program_connect (running->desk->station);
  g_autoptr(GError) error = NULL;
  json_t *result = NULL;

  g_assert_true (program_exchange (fd, "x", 1, &result, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "request.json");
  g_clear_error (&error);
  g_assert_true (program_exchange (fd, flood, strlen (flood), &result, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "request.json");
  g_assert_cmpint (send (fd, "", 0, MSG_NOSIGNAL), ==, 0);
  close (fd);

  for (guint i = 0; i < 20000; i++)
    if (send (deaf, "{\"request\":\"authority-show\"}", 28, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
      break;
  json_decref (running_ask (running, ZM_REQUEST_STATUS, NULL));
  close (deaf);
  json_decref (running_ask (running, ZM_REQUEST_STATUS, NULL));
}

/* The longest idle one gives way, never the one that works. */
static void
test_has_room_for_one_more (Running       *running,
                            gconstpointer  data)
{
  int fds[3 * ZM_SERVER_CONNECTIONS];
  char byte;

  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      json_t *result = NULL;

      fds[i] = program_connect (running->desk->station);
      g_assert_cmpint (fds[i], >=, 0);
      g_assert_true (program_exchange (fds[i], "{\"request\":\"status\"}", 20, &result, NULL));
      json_decref (result);
      json_decref (running_ask (running, ZM_REQUEST_STATUS, NULL));
    }
  g_assert_cmpint (recv (fds[0], &byte, 1, 0), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
}

static gboolean
wait_until_gone (const char *station)
{
  for (guint i = 0; i < 100; i++)
    {
      int fd = program_connect (station);

      if (fd < 0)
        return TRUE;
      close (fd);
      g_usleep (50 * 1000);
    }

  return FALSE;
}

static void
test_ends_with_its_parent (Running       *running,
                           gconstpointer  data)
{
  const char *const arguments[] = { "--station", running->desk->station, "--exit-with-parent",
                                    NULL };
  pid_t parent;
  int status;

  running_end (running, SIGTERM);
  parent = fork ();
  if (parent == 0)
    {
      Program *program = program_start (arguments, PASSPHRASE, FALSE);

      _exit (program->error != NULL || program_connect (running->desk->station) < 0);
    }
  g_assert_cmpint (waitpid (parent, &status, 0), ==, parent);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_true (wait_until_gone (running->desk->station));
}

static int
listen_elsewhere (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_SEQPACKET, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);

  return fd;
}

/* As systemd does it: the socket is descriptor 3, LISTEN_PID is the process itself. */
static Program *
start_activated (Running *running,
                 int      listener)
{
  g_autofree char *client = g_strdup_printf ("%u", (guint) geteuid ());
  const char *const arguments[] = { "--station", running->desk->station, "--client", client, NULL };
  Program *program;
  int saved = fcntl (3, F_DUPFD_CLOEXEC, 30);

  dup2 (listener, 3);
  program = program_start (arguments, PASSPHRASE, FALSE);
  close (3);
  if (saved >= 0)
    {
      dup2 (saved, 3);
      close (saved);
    }

  return program;
}

static void
set_listen_pid (void)
{
  char pid[16];

  g_snprintf (pid, sizeof pid, "%d", (int) getpid ());
  setenv ("LISTEN_PID", pid, 1);
}

static void
test_takes_a_given_socket (Running       *running,
                           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (running->desk->directory, "signer.socket", NULL);
  g_autofree char *own = g_build_filename (running->desk->station, "signer.socket", NULL);
  g_autoptr(GError) error = NULL;
  int listener;
  int fd;

  running_end (running, SIGTERM);
  g_remove (own);
  listener = listen_elsewhere (path);
  pthread_atfork (NULL, NULL, set_listen_pid);
  g_setenv ("LISTEN_FDS", "1", TRUE);
  running->program = start_activated (running, listener);
  g_unsetenv ("LISTEN_FDS");
  close (listener);
  g_assert_no_error (running->program->error);

  fd = program_connect (running->desk->directory);
  g_assert_cmpint (fd, >=, 0);
  json_decref (program_ask (fd, NULL, ZM_REQUEST_STATUS, NULL, &error));
  g_assert_no_error (error);
  close (fd);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_cmpint (program_end (g_steal_pointer (&running->program), SIGTERM), ==, 0);
}

static void
add (const char  *path,
     void       (*test)(Running *, gconstpointer))
{
  g_test_add (path, Running, NULL, running_set_up, test, running_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/program/sandbox", test_works_in_the_sandbox);
  add ("/program/no-secret", test_shows_no_secret);
  add ("/program/only-one", test_is_the_only_one);
  add ("/program/never-serves", test_tells_why_it_never_serves);
  add ("/program/wrong-use", test_knows_wrong_use);
  add ("/program/create", test_creates_and_serves);
  add ("/program/bad-clients", test_survives_bad_clients);
  add ("/program/one-more", test_has_room_for_one_more);
  add ("/program/parent", test_ends_with_its_parent);
  add ("/program/given-socket", test_takes_a_given_socket);

  return g_test_run ();
}
