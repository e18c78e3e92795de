#include "app/station/root-medium.h"

#include "tests/scratch.h"

/* A file system that is neither the system's own nor the scratch folder's, on any Linux. */
#define ELSEWHERE "/proc"

static void
test_same_disk (Scratch       *scratch,
                gconstpointer  data)
{
  g_autofree char *station = scratch_build (scratch, "to/be/made");
  g_autofree char *medium = scratch_build (scratch, "medium");

  g_assert_cmpint (g_mkdir (medium, 0700), ==, 0);
  /* Neither where both are there, nor where the station is yet to be made. */
  g_assert_true (zm_root_medium_stays_here (scratch->path, medium));
  g_assert_true (zm_root_medium_stays_here (station, medium));
}

static void
test_other_disk (Scratch       *scratch,
                 gconstpointer  data)
{
  g_assert_false (zm_root_medium_stays_here (scratch->path, ELSEWHERE));
  /* The system's own disk stays as well, wherever the station is. */
  g_assert_true (zm_root_medium_stays_here (ELSEWHERE, "/"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/root-medium/same-disk", Scratch, NULL, scratch_set_up, test_same_disk,
              scratch_tear_down);
  g_test_add ("/root-medium/other-disk", Scratch, NULL, scratch_set_up, test_other_disk,
              scratch_tear_down);

  return g_test_run ();
}
