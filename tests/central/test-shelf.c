#include "app/base/error.h"
#include "app/base/file.h"
#include "app/central/central-authorities.h"
#include "app/central/central-shelf.h"
#include "tests/pki/testpki.h"
#include "tests/scratch.h"

#include <string.h>

typedef struct {
  Scratch         scratch;
  TestPki        *pki;
  ZmCentralShelf *shelf;
  guint           changes;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->changes++;
}

static ZmCentralShelf *
open_shelf (Fixture  *fixture,
            GError  **error)
{
  g_autofree char *root = scratch_build (&fixture->scratch, "root.crl");
  g_autofree char *intermediate = scratch_build (&fixture->scratch, "intermediate.crl");
  g_autofree char *ca = scratch_build (&fixture->scratch, "intermediate.pem");
  g_autofree char *memory = scratch_build (&fixture->scratch, "memory");
  const char *paths[] = { root, intermediate, NULL };
  const char *cas[] = { ca, NULL };
  g_autoptr(GPtrArray) authorities = zm_central_authorities_load (fixture->pki->root, cas, error);

  g_assert_nonnull (authorities);
  return zm_central_shelf_new (paths, authorities, memory, error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  fixture->pki = test_pki_new ();
  fixture->pki->crl_number = 10;
  test_pki_write (fixture->pki, fixture->scratch.path);
  fixture->shelf = open_shelf (fixture, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->shelf, "changed", G_CALLBACK (count_cb), fixture);
}

static void
open_again (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  g_assert_finalize_object (fixture->shelf);
  fixture->shelf = open_shelf (fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->shelf);
  test_pki_free (fixture->pki);
  scratch_tear_down (&fixture->scratch, NULL);
}

static guint64
held_number (Fixture    *fixture,
             const char *name)
{
  return zm_crl_get_number (zm_central_shelf_find (fixture->shelf, name)->crl);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const void *data,
            gsize       length)
{
  g_autofree char *path = scratch_build (&fixture->scratch, name);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_file_write (path, data, length, 0644, &error));
  g_assert_no_error (error);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) crls = zm_central_shelf_list (fixture->shelf);

  g_assert_cmpuint (crls->len, ==, 2);
  g_assert_cmpuint (held_number (fixture, "intermediate.crl"), ==, 10);
  g_assert_null (zm_central_shelf_find (fixture->shelf, "root.pem"));
  g_assert_null (zm_central_shelf_find (fixture->shelf, ""));
}

static void
test_reload (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *etag = g_strdup (zm_central_shelf_find (fixture->shelf, "root.crl")->etag);

  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (fixture->changes, ==, 0);

  test_pki_write (fixture->pki, fixture->scratch.path);
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (fixture->changes, ==, 1);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 11);
  g_assert_cmpstr (zm_central_shelf_find (fixture->shelf, "root.crl")->etag, !=, etag);
}

static void
test_watches (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  test_pki_write (fixture->pki, fixture->scratch.path);
  while (fixture->changes == 0 && g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 11);
}

/* Who can replace the file could otherwise un-revoke a device. */
static void
test_older_list_is_refused (Fixture       *fixture,
                            gconstpointer  data)
{
  fixture->pki->crl_number = 9;
  test_pki_write (fixture->pki, fixture->scratch.path);
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (fixture->changes, ==, 0);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);

  /* The same number, signed a minute earlier, and a minute later. */
  for (int i = -1; i <= 1; i += 2)
    {
      fixture->pki->crl_number = 10;
      fixture->pki->crl_from += i * ZM_INSTANT_MINUTE;
      test_pki_write (fixture->pki, fixture->scratch.path);
      zm_central_shelf_reload (fixture->shelf);
      g_assert_cmpuint (fixture->changes, ==, 0);
      fixture->pki->crl_from -= i * ZM_INSTANT_MINUTE;
    }
}

static void
test_bad_file_is_refused (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(TestPki) foreign = test_pki_new ();
  g_autoptr(GPtrArray) foreign_crls = NULL;
  GBytes *der;
  g_autofree char *path = scratch_build (&fixture->scratch, "intermediate.crl");

  write_file (fixture, "root.crl", "junk", 4);
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);

  /* The same name, signed by a stranger. */
  foreign->crl_number = 99;
  foreign_crls = test_pki_crls (foreign);
  der = zm_crl_get_der (foreign_crls->pdata[0]);
  write_file (fixture, "root.crl", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);

  /* The list of another of our CAs. */
  foreign_crls = (g_ptr_array_unref (foreign_crls), test_pki_crls (fixture->pki));
  der = zm_crl_get_der (foreign_crls->pdata[1]);
  write_file (fixture, "root.crl", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);

  g_assert_cmpint (g_remove (path), ==, 0);
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (held_number (fixture, "intermediate.crl"), ==, 10);
  g_assert_cmpuint (fixture->changes, ==, 0);
}

/* A list of the right name and a higher number, by another key: it would revoke nobody, and close
 * the door in every handshake. */
static void
test_forged_list_is_refused (Fixture       *fixture,
                             gconstpointer  data)
{
  static const char *const names[] = { "root.crl", "intermediate.crl" };
  g_autoptr(TestPki) foreign = test_pki_new ();
  g_autoptr(GPtrArray) crls = NULL;

  foreign->crl_number = 99;
  crls = test_pki_crls (foreign);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GBytes *der = zm_crl_get_der (crls->pdata[i]);

      write_file (fixture, names[i], g_bytes_get_data (der, NULL), g_bytes_get_size (der));
      zm_central_shelf_reload (fixture->shelf);
      g_assert_cmpuint (held_number (fixture, names[i]), ==, 10);
      open_again (fixture);
      g_assert_cmpuint (held_number (fixture, names[i]), ==, 10);
    }
  g_assert_cmpuint (fixture->changes, ==, 0);
}

/* What was held counts after a restart too, whatever became of the files meanwhile. */
static void
test_memory (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = scratch_build (&fixture->scratch, "root.crl");

  fixture->pki->crl_number = 5;
  test_pki_write (fixture->pki, fixture->scratch.path);
  open_again (fixture);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);
  g_assert_cmpuint (held_number (fixture, "intermediate.crl"), ==, 10);

  write_file (fixture, "intermediate.crl", "junk", 4);
  g_assert_cmpint (g_remove (path), ==, 0);
  open_again (fixture);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 10);
  g_assert_cmpuint (held_number (fixture, "intermediate.crl"), ==, 10);

  fixture->pki->crl_number = 12;
  test_pki_write (fixture->pki, fixture->scratch.path);
  open_again (fixture);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 12);
}

static void
test_pem (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GPtrArray) crls = test_pki_crls (fixture->pki);
  g_autofree char *pem = zm_crl_to_pem (crls->pdata[0]);

  write_file (fixture, "root.crl", pem, strlen (pem));
  zm_central_shelf_reload (fixture->shelf);
  g_assert_cmpuint (held_number (fixture, "root.crl"), ==, 11);
}

static void
assert_not_opened (Fixture    *fixture,
                   const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (open_shelf (fixture, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *root = scratch_build (&fixture->scratch, "root.crl");
  g_autofree char *kept = scratch_build (&fixture->scratch, "memory/intermediate.crl");
  g_autofree char *again = g_build_filename (fixture->scratch.path, ".", "root.crl", NULL);
  const char *twice[] = { root, again, NULL };
  const char *none[] = { NULL };
  g_autoptr(GPtrArray) authorities = zm_central_authorities_load (fixture->pki->root, none, NULL);
  g_autofree char *list = scratch_build (&fixture->scratch, "intermediate.crl");
  const char *unknown[] = { list, NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_central_shelf_new (twice, authorities, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "central.crl-name");
  g_clear_error (&error);
  g_assert_null (zm_central_shelf_new (unknown, authorities, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "crl.issuer");

  write_file (fixture, "memory/intermediate.crl", "junk", 4);
  assert_not_opened (fixture, "central.memory");
  g_assert_cmpint (g_remove (kept), ==, 0);
  write_file (fixture, "intermediate.crl", "junk", 4);
  assert_not_opened (fixture, "crl.encoding");
  kept = (g_free (kept), scratch_build (&fixture->scratch, "memory/root.crl"));
  g_assert_cmpint (g_remove (kept), ==, 0);
  g_assert_cmpint (g_remove (root), ==, 0);
  assert_not_opened (fixture, "file.read");
}

#define ADD(path, function) \
  g_test_add ("/central/shelf/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("list", test_list);
  ADD ("reload", test_reload);
  ADD ("watches", test_watches);
  ADD ("older", test_older_list_is_refused);
  ADD ("bad", test_bad_file_is_refused);
  ADD ("forged", test_forged_list_is_refused);
  ADD ("memory", test_memory);
  ADD ("pem", test_pem);
  ADD ("start", test_start);

  return g_test_run ();
}
