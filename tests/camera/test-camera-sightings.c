#include "app/camera/camera-sightings.h"

#define MS G_TIME_SPAN_MILLISECOND

static void
test_once (void)
{
  g_autoptr(ZmCameraSightings) sightings = zm_camera_sightings_new ();

  g_assert_true (zm_camera_sightings_note (sightings, "a", 1000 * MS));
  for (gint64 time = 1000; time < 60000; time += 100)
    g_assert_false (zm_camera_sightings_note (sightings, "a", time * MS));
}

static void
test_gap (void)
{
  g_autoptr(ZmCameraSightings) sightings = zm_camera_sightings_new ();

  g_assert_true (zm_camera_sightings_note (sightings, "a", 0));
  g_assert_false (zm_camera_sightings_note (sightings, "a", 1999 * MS));
  g_assert_false (zm_camera_sightings_note (sightings, "a", 3998 * MS));
  g_assert_true (zm_camera_sightings_note (sightings, "a", 5998 * MS));
}

static void
test_two (void)
{
  g_autoptr(ZmCameraSightings) sightings = zm_camera_sightings_new ();
  g_auto(GStrv) both = NULL;
  g_auto(GStrv) one = NULL;

  g_assert_true (zm_camera_sightings_note (sightings, "a", 0));
  g_assert_true (zm_camera_sightings_note (sightings, "b", 999 * MS));
  both = zm_camera_sightings_together (sightings, 999 * MS);
  g_assert_cmpstrv (both, ((const char *[]) { "a", "b", NULL }));
  one = zm_camera_sightings_together (sightings, 1000 * MS);
  g_assert_cmpstrv (one, ((const char *[]) { "b", NULL }));
}

static void
test_forget (void)
{
  g_autoptr(ZmCameraSightings) sightings = zm_camera_sightings_new ();

  g_assert_true (zm_camera_sightings_note (sightings, "a", 0));
  zm_camera_sightings_forget (sightings);
  g_assert_true (zm_camera_sightings_note (sightings, "a", 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera/sightings/once", test_once);
  g_test_add_func ("/camera/sightings/gap", test_gap);
  g_test_add_func ("/camera/sightings/two", test_two);
  g_test_add_func ("/camera/sightings/forget", test_forget);

  return g_test_run ();
}
