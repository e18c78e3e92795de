#include "app/station/signer-client.h"

#include "app/base/error.h"
#include "app/station/signer-socket.h"
#include "tests/station/desk.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char *
station_directory (const Desk *desk)
{
  return g_strdup (zm_station_get_directory (desk->station));
}

static void
test_signs_in_and_out (Desk          *desk,
                       gconstpointer  data)
{
  ZmSignerClient *client = zm_station_get_signer (desk->station);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(ZmSecret) wrong = desk_secret ("000000");
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;
  g_autofree char *name = zm_signer_client_dup_operator (client);

  g_assert_cmpstr (name, ==, DESK_OPERATOR);
  g_assert_cmpint (zm_signer_client_get_role (client), ==, ZM_ROLE_ADMINISTRATOR);
  answer = zm_signer_client_call (client, ZM_REQUEST_OPERATOR_LIST, NULL, &error);
  g_assert_no_error (error);

  zm_signer_client_sign_out (client);
  g_assert_null (zm_signer_client_dup_operator (client));
  g_assert_cmpint (zm_signer_client_get_role (client), ==, ZM_ROLE_NONE);
  g_assert_null (zm_signer_client_call (client, ZM_REQUEST_OPERATOR_LIST, NULL, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));

  g_clear_error (&error);
  g_assert_false (zm_signer_client_sign_in (client, DESK_OPERATOR, wrong, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
  g_assert_cmpint (zm_signer_client_get_role (client), ==, ZM_ROLE_NONE);
  g_clear_error (&error);
  g_assert_true (zm_signer_client_sign_in (client, DESK_OPERATOR, pin, &error));
}

/* What a caller keeps is his; what the request alone held is wiped. */
static void
test_leaves_shared_strings_alone (Desk          *desk,
                                  gconstpointer  data)
{
  ZmSignerClient *client = zm_station_get_signer (desk->station);
  g_autoptr(json_t) kept = json_string ("window");
  json_t *members = json_object ();
  g_autoptr(GError) error = NULL;

  json_object_set (members, "name", kept);
  g_assert_null (zm_signer_client_call (client, ZM_REQUEST_OPERATOR_REMOVE, members, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "operator.missing");
  g_assert_cmpstr (json_string_value (kept), ==, "window");
}

static void
test_second_client_shares_the_signer (Desk          *desk,
                                      gconstpointer  data)
{
  g_autofree char *directory = station_directory (desk);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSignerClient) second = zm_signer_client_connect (directory, &error);
  g_autoptr(json_t) status = NULL;

  g_assert_no_error (error);
  status = zm_signer_client_call (second, ZM_REQUEST_STATUS, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (json_is_true (json_object_get (status, "sameUser")));
  /* A sign-in belongs to whoever made it. */
  g_assert_null (zm_signer_client_call (second, ZM_REQUEST_OPERATOR_LIST, NULL, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
}

static void
test_second_signer_is_refused (Desk          *desk,
                               gconstpointer  data)
{
  g_autofree char *directory = station_directory (desk);
  g_autoptr(ZmSecret) passphrase = desk_secret (DESK_PASSPHRASE);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_signer_client_start (directory, passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.locked");
  g_clear_error (&error);
  g_assert_null (zm_signer_client_create (directory, passphrase, "Eve", pin, &error));
  g_assert_nonnull (error);
}

static void
test_starts_again (Desk          *desk,
                   gconstpointer  data)
{
  g_autofree char *directory = station_directory (desk);
  g_autoptr(ZmSecret) passphrase = desk_secret (DESK_PASSPHRASE);
  g_autoptr(ZmSecret) wrong = desk_secret ("not this passphrase");
  g_autoptr(ZmSignerClient) client = NULL;
  g_autoptr(GError) error = NULL;

  /* With the station ends the signer that was started for it. */
  g_clear_object (&desk->station);
  g_assert_null (zm_signer_client_connect (directory, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
  g_assert_true (zm_error_matches (error, ZM_ERROR_UNAVAILABLE));

  g_clear_error (&error);
  g_assert_null (zm_signer_client_start (directory, wrong, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "seal.passphrase");
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));

  g_clear_error (&error);
  client = zm_signer_client_start (directory, passphrase, &error);
  g_assert_no_error (error);
  g_clear_pointer (&client, zm_signer_client_free);
  desk->station = zm_station_open (directory, &error);
  g_assert_no_error (error);
}

static void
test_line_feed_is_no_passphrase (void)
{
  g_autoptr(ZmSecret) passphrase = desk_secret ("two\nlines");
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_signer_client_start ("/nowhere", passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "passphrase.read");
}

/* A signer that answers as it is told, for what a real one never does. */
typedef struct {
  char    *directory;
  int      listener;
  GThread *thread;
  GBytes  *answer; /* NULL: closes the connection, empty: never answers */
  int      connection;
} Impostor;

static gpointer
impostor_thread (gpointer data)
{
  Impostor *impostor = data;
  char buffer[1024];

  impostor->connection = accept4 (impostor->listener, NULL, NULL, SOCK_CLOEXEC);
  if (impostor->connection < 0 || recv (impostor->connection, buffer, sizeof buffer, 0) <= 0)
    return NULL;

  if (impostor->answer == NULL)
    shutdown (impostor->connection, SHUT_RDWR);
  else if (g_bytes_get_size (impostor->answer) > 0)
    send (impostor->connection, g_bytes_get_data (impostor->answer, NULL),
          g_bytes_get_size (impostor->answer), MSG_NOSIGNAL);

  return NULL;
}

static void
impostor_begin (Impostor *impostor,
                GBytes   *answer)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *path = NULL;
  int size = 1 << 20;

  impostor->directory = g_dir_make_tmp ("zm-impostor-XXXXXX", NULL);
  path = g_build_filename (impostor->directory, "signer.socket", NULL);
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  impostor->listener = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  setsockopt (impostor->listener, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  g_assert_cmpint (bind (impostor->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (impostor->listener, 1), ==, 0);
  impostor->answer = answer;
  impostor->connection = -1;
  impostor->thread = g_thread_new ("impostor", impostor_thread, impostor);
}

static void
impostor_end (Impostor *impostor)
{
  g_autofree char *path = g_build_filename (impostor->directory, "signer.socket", NULL);

  g_thread_join (impostor->thread);
  close (impostor->listener);
  if (impostor->connection >= 0)
    close (impostor->connection);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (impostor->directory), ==, 0);
  g_clear_pointer (&impostor->answer, g_bytes_unref);
  g_free (impostor->directory);
}

/* Takes answer. */
static void
assert_call_fails (GBytes      *answer,
                   const char  *check,
                   ZmErrorCode  code)
{
  Impostor impostor;
  g_autoptr(ZmSignerClient) client = NULL;
  g_autoptr(GError) error = NULL;

  impostor_begin (&impostor, answer);
  client = zm_signer_client_connect (impostor.directory, &error);
  g_assert_no_error (error);
  g_assert_null (zm_signer_client_call (client, ZM_REQUEST_STATUS, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_true (zm_error_matches (error, code));
  impostor_end (&impostor);
}

static void
test_signer_that_goes_away (void)
{
  assert_call_fails (NULL, "signer.gone", ZM_ERROR_UNAVAILABLE);
}

static void
test_answers_that_are_none (void)
{
  static const char no_json[] = "hello";
  static const char no_answer[] = "{\"fine\":{}}";

  assert_call_fails (g_bytes_new_static (no_json, strlen (no_json)), "answer.json",
                     ZM_ERROR_INVALID);
  assert_call_fails (g_bytes_new_static (no_answer, strlen (no_answer)), "answer.json",
                     ZM_ERROR_INVALID);
}

static void
test_refusal_comes_as_it_was_made (void)
{
  static const char refusal[] = "{\"error\":{\"code\":\"conflict\",\"check\":\"window.closed\","
                                "\"message\":\"The window is closed\",\"seen\":\"closed\"}}";

  assert_call_fails (g_bytes_new_static (refusal, strlen (refusal)), "window.closed",
                     ZM_ERROR_CONFLICT);
}

static void
test_signer_that_is_silent (void)
{
  Impostor impostor;
  g_autoptr(GBytes) packet = g_bytes_new_static ("x", 1);
  g_autoptr(GError) error = NULL;
  int fd;

  impostor_begin (&impostor, g_bytes_new (NULL, 0));
  fd = zm_signer_socket_connect (impostor.directory, 1000, &error);
  g_assert_no_error (error);
  g_assert_null (zm_signer_socket_exchange (fd, packet, 50, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.timeout");
  close (fd);
  impostor_end (&impostor);
}

/* The path of a socket has at most 107 bytes, that of a directory has not. */
static void
test_long_directory (void)
{
  g_autofree char *name = g_strnfill (200, 'x');
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (zm_signer_socket_connect (path, 1000, &error), ==, -1);
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
}

#define ADD(path, function) \
  g_test_add ("/signer-client/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sign-in", test_signs_in_and_out);
  ADD ("shared-strings", test_leaves_shared_strings_alone);
  ADD ("second-client", test_second_client_shares_the_signer);
  ADD ("second-signer", test_second_signer_is_refused);
  ADD ("again", test_starts_again);
  g_test_add_func ("/signer-client/line-feed", test_line_feed_is_no_passphrase);
  g_test_add_func ("/signer-client/gone", test_signer_that_goes_away);
  g_test_add_func ("/signer-client/no-answer", test_answers_that_are_none);
  g_test_add_func ("/signer-client/refusal", test_refusal_comes_as_it_was_made);
  g_test_add_func ("/signer-client/silent", test_signer_that_is_silent);
  g_test_add_func ("/signer-client/long-directory", test_long_directory);

  return g_test_run ();
}
