#include "tests/device/installer.h"

/* The power is cut in the midst of an installation. */

static void
test_before (Installer     *installer,
             gconstpointer  data)
{
  static const int places[] = { 1, 2, 3, 4, INSTALLER_IN_TEST };
  g_autofree char *first = installer_install_first (installer);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *lost = installer_install_and_die (installer, places[i]);
      g_autofree char *next = zm_device_slots_next_path (installer->device->slots);

      g_assert_cmpstr (lost, !=, first);
      g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
      installer_assert_identity (installer, first);
    }

  installer_assert_log_intact (installer);
  g_assert_true (installer_install (installer, INSTALLER_SESSION_2, NULL));
}

/* The switch was durable, so the new identity is in use, with a record and a key of its own; and
 * its payload cannot come again. */
static void
test_after (Installer     *installer,
            gconstpointer  data)
{
  g_autofree char *first = installer_install_first (installer);
  g_autofree char *second = installer_install_and_die (installer, 5);
  g_autofree char *old = zm_device_slots_next_path (installer->device->slots);

  installer_assert_identity (installer, second);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (installer_count_rows (installer, "identity.found-in-use"), ==, 1);
  g_assert_false (zm_public_key_equal (zm_key_get_public (installer->device->pending->key),
                                       zm_key_get_public (installer->device->identity->key)));
  installer_assert_fails (installer, INSTALLER_SESSION_2, 2, "payload.identity");
  installer_assert_log_intact (installer);
}

static void
test_at_end (Installer     *installer,
             gconstpointer  data)
{
  g_autofree char *first = installer_install_first (installer);
  g_autofree char *second = installer_install_and_die (installer, 6);

  installer_assert_identity (installer, second);
  g_assert_cmpuint (installer_count_rows (installer, "identity.found-in-use"), ==, 0);
  g_assert_cmpuint (installer_count_rows (installer, "identity.installed"), ==, 2);
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

  add ("/interruption/before-the-switch", test_before);
  add ("/interruption/after-the-switch", test_after);
  add ("/interruption/at-the-end", test_at_end);

  return g_test_run ();
}
