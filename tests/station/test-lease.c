#include "app/base/error.h"
#include "app/station/directory.h"
#include "app/station/lease.h"

#include <unistd.h>

typedef struct {
  char *station;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->station = g_dir_make_tmp ("zm-lease-XXXXXX", NULL);
  g_assert_nonnull (place->station);
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  zm_directory_remove (place->station);
  g_free (place->station);
}

static ZmLease *
take (Place    *place,
      gboolean  shared)
{
  g_autoptr(GError) error = NULL;
  ZmLease *lease = zm_lease_take (place->station, "cable", shared, &error);

  g_assert_no_error (error);
  return lease;
}

static void
assert_refused (Place      *place,
                gboolean    shared,
                int         code,
                const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_lease_take (place->station, "cable", shared, &error));
  g_assert_error (error, ZM_ERROR, code);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_excludes (Place         *place,
               gconstpointer  data)
{
  ZmLease *lease = take (place, FALSE);

  assert_refused (place, FALSE, ZM_ERROR_CONFLICT, "lease.taken");
  assert_refused (place, TRUE, ZM_ERROR_CONFLICT, "lease.taken");
  zm_lease_free (lease);
  zm_lease_free (take (place, FALSE));
}

static void
test_shares (Place         *place,
             gconstpointer  data)
{
  g_autoptr(ZmLease) one = take (place, TRUE);
  g_autoptr(ZmLease) other = take (place, TRUE);

  assert_refused (place, FALSE, ZM_ERROR_CONFLICT, "lease.taken");
}

/* Somebody put a link where the note will be written. */
static void
test_follows_no_link (Place         *place,
                      gconstpointer  data)
{
  g_autofree char *target = g_build_filename (place->station, "target", NULL);
  g_autofree char *link = g_build_filename (place->station, "leases", "cable", NULL);

  zm_lease_free (take (place, FALSE));
  g_assert_cmpint (symlink (target, link), ==, 0);

  assert_refused (place, FALSE, ZM_ERROR_IO, "lease.file");
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/lease/" path, Place, NULL, set_up, function, tear_down)

  ADD ("excludes", test_excludes);
  ADD ("shares", test_shares);
  ADD ("link", test_follows_no_link);

  return g_test_run ();
}
