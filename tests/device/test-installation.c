#include "app/audit/audit-query.h"
#include "app/audit/audit-verifier.h"
#include "app/base/error.h"
#include "app/device/installation.h"
#include "tests/device/authority.h"
#include "tests/scratch.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NONCE      "00112233445566778899aabbccddeeff"
#define SESSION_2  "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define SERVER_URL "https://" AUTHORITY_HOST
#define KILLED     9 /* exit status of a child that ended in the midst */
#define IN_TEST    7 /* where, beside the numbers of the steps */

/* What the observer does and what it has seen. The server is played by the observer here; it is
 * real in test-server-test and test-dialogue. */
typedef struct {
  Scratch          scratch;
  Authority        authority;
  char            *directory;
  ZmDevice        *device;
  GPtrArray       *crls;      /* sent with the payload */

  gboolean         refuse;    /* the server does */
  int              stop_at;   /* the station goes away after this step */
  int              kill_at;   /* the power is cut there */

  int              ended;     /* number of the last step that ended well */
  int              failed;    /* number of the step that did not */
  gboolean         tested;
} Fixture;

static ZmDevice *
open_device (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmDevice *device = zm_device_open (fixture->directory, ZM_KEY_EC_P256, &error);

  g_assert_no_error (error);
  return device;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(ZmSecret) factory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  authority_set_up (&fixture->authority);
  fixture->directory = scratch_build (&fixture->scratch, "device");
  fixture->crls = g_ptr_array_ref (fixture->authority.crls);
  factory = authority_factory (&fixture->authority);
  g_assert_true (zm_device_state_create (fixture->directory, factory,
                                         &(ZmDeviceDescription) { 0 }, &error));
  g_assert_no_error (error);
  fixture->device = open_device (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zm_device_free (fixture->device);
  g_ptr_array_unref (fixture->crls);
  g_free (fixture->directory);
  authority_clear (&fixture->authority);
  scratch_tear_down (&fixture->scratch, NULL);
}

static gboolean
observe_step (gpointer      data,
              int           number,
              const char   *name,
              const GError *failure)
{
  Fixture *fixture = data;

  g_assert_cmpstr (name, ==, zm_installation_step_name (number));
  if (fixture->kill_at == number)
    _exit (KILLED);
  if (failure != NULL)
    fixture->failed = number;
  else
    fixture->ended = number;

  return fixture->stop_at != number;
}

static void
observe_tested (gpointer            data,
                const ZmServerTest *test,
                const GError       *failure)
{
  Fixture *fixture = data;

  g_assert_cmpint (fixture->ended, ==, 4);
  g_assert_cmpint (failure != NULL, ==, fixture->refuse);
  fixture->tested = TRUE;
}

static gboolean
play_server (gpointer                 data,
             const ZmDeviceIdentity  *identity,
             const char              *nonce,
             const char              *session,
             ZmServerTest            *test,
             GError                 **error)
{
  Fixture *fixture = data;

  g_assert_cmpstr (nonce, ==, NONCE);
  g_assert_cmpstr (session, ==, identity->session_id);
  g_assert_cmpuint (identity->crls->len, ==, fixture->crls->len);
  if (fixture->kill_at == IN_TEST)
    _exit (KILLED);
  if (!fixture->refuse)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "mtls.status", "400", NULL, "The server refuses");
  return FALSE;
}

static gboolean
install_text (Fixture     *fixture,
              const char  *payload,
              const char  *session,
              GError     **error)
{
  ZmInstallationOrder order = { payload, strlen (payload), session, NONCE, fixture->crls };
  ZmInstallationObserver observer = { observe_step, observe_tested, play_server, fixture };

  fixture->ended = fixture->failed = 0;
  fixture->tested = FALSE;
  return zm_installation_run (fixture->device, &order, &observer, error);
}

static gboolean
install (Fixture     *fixture,
         const char  *session,
         GError     **error)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&fixture->authority,
                                                     fixture->device->pending->key);
  g_autofree char *payload = authority_compose (&fixture->authority, leaf, session, SERVER_URL,
                                                zm_instant_now ());

  return install_text (fixture, payload, session, error);
}

/* The identity of a first session, and the key for the next. */
static char *
install_first (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = install (fixture, AUTHORITY_SESSION, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_true (zm_device_renew_key (fixture->device, &error));
  g_assert_no_error (error);

  return g_strdup (zm_device_identity_get_serial (fixture->device->identity));
}

static void
reopen (Fixture *fixture)
{
  g_clear_pointer (&fixture->device, zm_device_free);
  fixture->device = open_device (fixture);
}

/* serial NULL: there is no identity. The same before and after a restart. */
static void
assert_identity (Fixture    *fixture,
                 const char *serial)
{
  for (int i = 0; i < 2; i++)
    {
      const ZmDeviceIdentity *identity = fixture->device->identity;

      if (serial == NULL)
        g_assert_null (identity);
      else
        g_assert_cmpstr (zm_device_identity_get_serial (identity), ==, serial);
      reopen (fixture);
    }
}

static guint
count_rows (Fixture    *fixture,
            const char *action)
{
  g_autofree char *path = g_build_filename (fixture->directory, ZM_DEVICE_LOG_FILE, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDatabase) database = zm_database_open (path, &zm_schema_device,
                                                     ZM_DATABASE_READ_ONLY, &error);
  g_autoptr(GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = zm_audit_query_list (database, &(ZmAuditFilter) { .action = action }, 0, 100, &error);
  g_assert_no_error (error);

  return rows->len;
}

static void
assert_log_intact (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, ZM_DEVICE_LOG_FILE, NULL);
  g_autoptr(ZmAuditReport) report = NULL;

  report = zm_audit_verifier_run (&(ZmAuditEvidence) { .database = path,
                                                       .schema = &zm_schema_device });
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *serial = install_first (fixture);

  g_assert_cmpint (fixture->ended, ==, ZM_INSTALLATION_STEPS);
  g_assert_cmpint (fixture->failed, ==, 0);
  g_assert_true (fixture->tested);
  g_assert_cmpstr (zm_device_slots_get_current (fixture->device->slots), ==, "a");
  g_assert_cmpstr (fixture->device->identity->server_url, ==, SERVER_URL);
  g_assert_cmpint (zm_device_clock_get_last_good (fixture->device->clock), >, 0);
  g_assert_false (zm_public_key_equal (zm_key_get_public (fixture->device->pending->key),
                                       zm_key_get_public (fixture->device->identity->key)));
  g_assert_cmpuint (count_rows (fixture, "identity.installed"), ==, 1);
  assert_identity (fixture, serial);
  g_assert_cmpuint (count_rows (fixture, "identity.found-in-use"), ==, 0);
  assert_log_intact (fixture);
}

static void
test_file_modes (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *serial = install_first (fixture);
  g_autofree char *path = zm_device_slots_current_path (fixture->device->slots);
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;
  struct stat status;
  guint files = 0;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0700);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (lstat (file, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
      files++;
    }
  g_assert_cmpuint (files, ==, 7);
}

static void
test_second (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *first = install_first (fixture);
  g_autofree char *old = zm_device_slots_current_path (fixture->device->slots);
  g_autoptr(GError) error = NULL;

  g_assert_true (install (fixture, SESSION_2, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (zm_device_slots_get_current (fixture->device->slots), ==, "b");
  g_assert_cmpstr (zm_device_identity_get_serial (fixture->device->identity), !=, first);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
}

static void
assert_fails (Fixture    *fixture,
              const char *session,
              int         step,
              const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (install (fixture, session, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpint (fixture->failed, ==, step);
  g_assert_cmpint (fixture->ended, ==, step - 1);
}

static void
test_server_refuses (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;

  fixture->refuse = TRUE;
  assert_fails (fixture, AUTHORITY_SESSION, 5, "mtls.status");
  assert_identity (fixture, NULL);

  fixture->refuse = FALSE;
  first = install_first (fixture);
  fixture->refuse = TRUE;
  assert_fails (fixture, SESSION_2, 5, "mtls.status");
  g_assert_true (fixture->tested);
  next = zm_device_slots_next_path (fixture->device->slots);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  assert_identity (fixture, first);

  /* The key and the session are still good for another try. */
  fixture->refuse = FALSE;
  g_assert_true (install (fixture, SESSION_2, NULL));
}

static void
test_replay (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *first = install_first (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_false (install (fixture, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.identity");
  g_assert_cmpstr (zm_error_get_seen (error), ==, "session already installed");
  g_assert_cmpint (fixture->failed, ==, 2);
  assert_identity (fixture, first);
}

static void
test_other_session (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&fixture->authority,
                                                     fixture->device->pending->key);
  g_autofree char *payload = authority_compose (&fixture->authority, leaf, SESSION_2, SERVER_URL,
                                                zm_instant_now ());
  g_autoptr(GError) error = NULL;

  g_assert_false (install_text (fixture, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.identity");
  g_assert_cmpint (fixture->failed, ==, 2);
}

static void
test_tampered (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&fixture->authority,
                                                     fixture->device->pending->key);
  g_autofree char *payload = authority_compose (&fixture->authority, leaf, AUTHORITY_SESSION,
                                                SERVER_URL, zm_instant_now ());
  g_autoptr(GError) error = NULL;

  *strstr (payload, "central") = 'C';
  g_assert_false (install_text (fixture, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.signature");
  g_assert_cmpint (fixture->failed, ==, 1);
  assert_identity (fixture, NULL);
}

static void
test_too_late (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&fixture->authority,
                                                     fixture->device->pending->key);
  g_autofree char *payload = authority_compose (&fixture->authority, leaf, AUTHORITY_SESSION,
                                                SERVER_URL,
                                                zm_instant_now () - 2 * ZM_INSTANT_HOUR);
  g_autoptr(GError) error = NULL;

  g_assert_false (install_text (fixture, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.window");
  g_assert_cmpint (fixture->ended, ==, 1);
  g_assert_cmpint (fixture->failed, ==, 2);
}

/* The payload fits the clock, but the clock was set back behind what is known to be past. */
static void
test_clock_set_back (Fixture       *fixture,
                     gconstpointer  data)
{
  ZmInstant later = zm_instant_now () + ZM_INSTANT_DAY;

  g_assert_true (zm_device_clock_witness (fixture->device->clock, later, NULL));
  assert_fails (fixture, AUTHORITY_SESSION, 2, "clock.last-good");
}

static void
test_foreign_crl (Fixture       *fixture,
                  gconstpointer  data)
{
  Authority other;

  authority_set_up (&other);
  g_ptr_array_unref (fixture->crls);
  fixture->crls = g_ptr_array_ref (other.crls);
  assert_fails (fixture, AUTHORITY_SESSION, 2, "crls.issuer");
  authority_clear (&other);
}

/* Up to the test the station can end it by going away; after it the device goes on alone. */
static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *first = install_first (fixture);

  for (int step = 1; step <= 4; step++)
    {
      g_autoptr(GError) error = NULL;

      fixture->stop_at = step;
      g_assert_false (install (fixture, SESSION_2, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "installation.stopped");
      assert_identity (fixture, first);
    }

  fixture->stop_at = 5;
  g_assert_true (install (fixture, SESSION_2, NULL));
  g_assert_cmpstr (zm_device_identity_get_serial (fixture->device->identity), !=, first);
}

/* In a child, since the device is gone with it. Gives the serial that was to be installed. */
static char *
install_and_die (Fixture *fixture,
                 int      where)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&fixture->authority,
                                                     fixture->device->pending->key);
  g_autofree char *payload = authority_compose (&fixture->authority, leaf, SESSION_2, SERVER_URL,
                                                zm_instant_now ());
  int status;
  pid_t child;

  g_clear_pointer (&fixture->device, zm_device_free);
  child = fork ();
  if (child == 0)
    {
      fixture->kill_at = where;
      fixture->device = zm_device_open (fixture->directory, ZM_KEY_EC_P256, NULL);
      (void) !install_text (fixture, payload, SESSION_2, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, KILLED);
  fixture->device = open_device (fixture);

  return g_strdup (zm_certificate_get_serial (leaf->certificate));
}

static void
test_killed_before (Fixture       *fixture,
                    gconstpointer  data)
{
  static const int places[] = { 1, 2, 3, 4, IN_TEST };
  g_autofree char *first = install_first (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *lost = install_and_die (fixture, places[i]);
      g_autofree char *next = zm_device_slots_next_path (fixture->device->slots);

      g_assert_cmpstr (lost, !=, first);
      g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
      assert_identity (fixture, first);
    }

  assert_log_intact (fixture);
  g_assert_true (install (fixture, SESSION_2, NULL));
}

/* The switch was durable, so the new identity is in use, with a record and a key of its own; and
 * its payload cannot come again. */
static void
test_killed_after (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *first = install_first (fixture);
  g_autofree char *second = install_and_die (fixture, 5);
  g_autofree char *old = zm_device_slots_next_path (fixture->device->slots);

  assert_identity (fixture, second);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_rows (fixture, "identity.found-in-use"), ==, 1);
  g_assert_false (zm_public_key_equal (zm_key_get_public (fixture->device->pending->key),
                                       zm_key_get_public (fixture->device->identity->key)));
  assert_fails (fixture, SESSION_2, 2, "payload.identity");
  assert_log_intact (fixture);
}

static void
test_killed_at_end (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *first = install_first (fixture);
  g_autofree char *second = install_and_die (fixture, 6);

  assert_identity (fixture, second);
  g_assert_cmpuint (count_rows (fixture, "identity.found-in-use"), ==, 0);
  g_assert_cmpuint (count_rows (fixture, "identity.installed"), ==, 2);
}

static void
add (const char *path,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/installation/success", test_success);
  add ("/installation/file-modes", test_file_modes);
  add ("/installation/second", test_second);
  add ("/installation/server-refuses", test_server_refuses);
  add ("/installation/replay", test_replay);
  add ("/installation/other-session", test_other_session);
  add ("/installation/tampered", test_tampered);
  add ("/installation/too-late", test_too_late);
  add ("/installation/clock-set-back", test_clock_set_back);
  add ("/installation/foreign-crl", test_foreign_crl);
  add ("/installation/stopped", test_stopped);
  add ("/installation/killed-before", test_killed_before);
  add ("/installation/killed-after", test_killed_after);
  add ("/installation/killed-at-end", test_killed_at_end);

  return g_test_run ();
}
