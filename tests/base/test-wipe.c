#include <glib.h>

#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What lies freed is read as a debugger would, since C does not allow to look at it. */

#define SECRET "staple of the offline root"
#define SIZES  { 32, 200, 1500, 40000 }

static gboolean
has_secret_at (uintptr_t at)
{
  char seen[sizeof SECRET] = "";
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (memory, >=, 0);
  /* A block that went back to the system cannot be read, which is as good. */
  (void) !pread (memory, seen, sizeof seen, (off_t) at);
  close (memory);

  return memmem (seen, sizeof seen, SECRET + 16, sizeof SECRET - 16) != NULL;
}

static char *
allocate (gsize      size,
          uintptr_t *at)
{
  char *block = malloc (size);

  memset (block, 'x', size);
  memcpy (block, SECRET, sizeof SECRET);
  *at = (uintptr_t) block;
  g_assert_true (has_secret_at (*at));

  return block;
}

static void
test_free (void)
{
  const gsize sizes[] = SIZES;
  uintptr_t at;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      free (allocate (sizes[i], &at));
      g_assert_false (has_secret_at (at));
      g_free (g_memdup2 (SECRET, sizeof SECRET));
      free (NULL);
    }
}

static void
test_grow (void)
{
  const gsize sizes[] = SIZES;
  uintptr_t at;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *block = realloc (allocate (sizes[i], &at), sizes[i] * 3);

      g_assert_cmpstr (block, ==, SECRET);
      g_assert_cmpint (block[sizes[i] - 1], ==, 'x');
      g_assert_cmpuint (malloc_usable_size (block), >=, sizes[i] * 3);
      g_assert_false ((uintptr_t) block != at && has_secret_at (at));
      free (block);
    }
}

static void
test_shrink (void)
{
  uintptr_t at;
  char *block = realloc (allocate (40000, &at), sizeof SECRET);

  g_assert_cmpstr (block, ==, SECRET);
  g_assert_cmpuint (malloc_usable_size (block), <, 20000);
  g_assert_false ((uintptr_t) block != at && has_secret_at (at));
  free (block);
}

static void
test_nothing (void)
{
  char *block = realloc (NULL, 10);

  g_assert_nonnull (block);
  g_assert_null (realloc (block, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wipe/free", test_free);
  g_test_add_func ("/wipe/grow", test_grow);
  g_test_add_func ("/wipe/shrink", test_shrink);
  g_test_add_func ("/wipe/nothing", test_nothing);

  return g_test_run ();
}
