#include "app/base/error.h"
#include "tests/device/installer.h"

#include <string.h>
#include <sys/stat.h>

static void
test_success (Installer     *installer,
              gconstpointer  data)
{
  g_autofree char *serial = installer_install_first (installer);

  g_assert_cmpint (installer->ended, ==, ZM_INSTALLATION_STEPS);
  g_assert_cmpint (installer->failed, ==, 0);
  g_assert_true (installer->tested);
  g_assert_cmpstr (zm_device_slots_get_current (installer->device->slots), ==, "a");
  g_assert_cmpstr (installer->device->identity->server_url, ==, INSTALLER_SERVER_URL);
  g_assert_cmpint (zm_device_clock_get_last_good (installer->device->clock), >, 0);
  g_assert_false (zm_public_key_equal (zm_key_get_public (installer->device->pending->key),
                                       zm_key_get_public (installer->device->identity->key)));
  g_assert_cmpuint (installer_count_rows (installer, "identity.installed"), ==, 1);
  installer_assert_identity (installer, serial);
  g_assert_cmpuint (installer_count_rows (installer, "identity.found-in-use"), ==, 0);
  installer_assert_log_intact (installer);
}

static void
test_file_modes (Installer     *installer,
                 gconstpointer  data)
{
  g_autofree char *serial = installer_install_first (installer);
  g_autofree char *path = zm_device_slots_current_path (installer->device->slots);
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
test_second (Installer     *installer,
             gconstpointer  data)
{
  g_autofree char *first = installer_install_first (installer);
  g_autofree char *old = zm_device_slots_current_path (installer->device->slots);
  g_autoptr(GError) error = NULL;

  g_assert_true (installer_install (installer, INSTALLER_SESSION_2, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (zm_device_slots_get_current (installer->device->slots), ==, "b");
  g_assert_cmpstr (zm_device_identity_get_serial (installer->device->identity), !=, first);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
}

static void
test_server_refuses (Installer     *installer,
                     gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;

  installer->refuse = TRUE;
  installer_assert_fails (installer, AUTHORITY_SESSION, 5, "mtls.status");
  installer_assert_identity (installer, NULL);

  installer->refuse = FALSE;
  first = installer_install_first (installer);
  installer->refuse = TRUE;
  installer_assert_fails (installer, INSTALLER_SESSION_2, 5, "mtls.status");
  g_assert_true (installer->tested);
  next = zm_device_slots_next_path (installer->device->slots);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  installer_assert_identity (installer, first);

  /* The key and the session are still good for another try. */
  installer->refuse = FALSE;
  g_assert_true (installer_install (installer, INSTALLER_SESSION_2, NULL));
}

static void
test_replay (Installer     *installer,
             gconstpointer  data)
{
  g_autofree char *first = installer_install_first (installer);
  g_autoptr(GError) error = NULL;

  g_assert_false (installer_install (installer, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.identity");
  g_assert_cmpstr (zm_error_get_seen (error), ==, "session already installed");
  g_assert_cmpint (installer->failed, ==, 2);
  installer_assert_identity (installer, first);
}

static void
test_other_session (Installer     *installer,
                    gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&installer->authority,
                                                     installer->device->pending->key);
  g_autofree char *payload = installer_compose (installer, leaf, INSTALLER_SESSION_2,
                                                zm_instant_now ());
  g_autoptr(GError) error = NULL;

  g_assert_false (installer_install_text (installer, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.identity");
  g_assert_cmpint (installer->failed, ==, 2);
}

static void
test_tampered (Installer     *installer,
               gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&installer->authority,
                                                     installer->device->pending->key);
  g_autofree char *payload = installer_compose (installer, leaf, AUTHORITY_SESSION,
                                                zm_instant_now ());
  g_autoptr(GError) error = NULL;

  *strstr (payload, "central") = 'C';
  g_assert_false (installer_install_text (installer, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.signature");
  g_assert_cmpint (installer->failed, ==, 1);
  installer_assert_identity (installer, NULL);
}

static void
test_too_late (Installer     *installer,
               gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&installer->authority,
                                                     installer->device->pending->key);
  g_autofree char *payload = installer_compose (installer, leaf, AUTHORITY_SESSION,
                                                zm_instant_now () - 2 * ZM_INSTANT_HOUR);
  g_autoptr(GError) error = NULL;

  g_assert_false (installer_install_text (installer, payload, AUTHORITY_SESSION, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.window");
  g_assert_cmpint (installer->ended, ==, 1);
  g_assert_cmpint (installer->failed, ==, 2);
}

/* The payload fits the clock, but the clock was set back behind what is known to be past. */
static void
test_clock_set_back (Installer     *installer,
                     gconstpointer  data)
{
  ZmInstant later = zm_instant_now () + ZM_INSTANT_DAY;

  g_assert_true (zm_device_clock_witness (installer->device->clock, later, NULL));
  installer_assert_fails (installer, AUTHORITY_SESSION, 2, "clock.last-good");
}

static void
test_foreign_crl (Installer     *installer,
                  gconstpointer  data)
{
  Authority other;

  authority_set_up (&other);
  g_ptr_array_unref (installer->crls);
  installer->crls = g_ptr_array_ref (other.crls);
  installer_assert_fails (installer, AUTHORITY_SESSION, 2, "crls.issuer");
  authority_clear (&other);
}

/* Up to the test the station can end it by going away; after it the device goes on alone. */
static void
test_stopped (Installer     *installer,
              gconstpointer  data)
{
  g_autofree char *first = installer_install_first (installer);

  for (int step = 1; step <= 4; step++)
    {
      g_autoptr(GError) error = NULL;

      installer->stop_at = step;
      g_assert_false (installer_install (installer, INSTALLER_SESSION_2, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "installation.stopped");
      installer_assert_identity (installer, first);
    }

  installer->stop_at = 5;
  g_assert_true (installer_install (installer, INSTALLER_SESSION_2, NULL));
  g_assert_cmpstr (zm_device_identity_get_serial (installer->device->identity), !=, first);
}

static void
add (const char *path,
     void      (*test)(Installer *, gconstpointer))
{
  g_test_add (path, Installer, NULL, installer_set_up, test, installer_tear_down);
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

  return g_test_run ();
}
