#include "app/qr/frame-memory.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
  guint8 *memory;
  int     fd;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->memory = zm_frame_memory_create (&fixture->fd, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->memory);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zm_frame_memory_unmap (fixture->memory);
  close (fixture->fd);
}

static void
test_both_see_it (Fixture       *fixture,
                  gconstpointer  data)
{
  const guint8 *other = zm_frame_memory_map (fixture->fd);

  g_assert_nonnull (other);
  memset (fixture->memory, 0x5a, ZM_FRAME_MEMORY_SIZE);
  g_assert_cmpmem (other, ZM_FRAME_MEMORY_SIZE, fixture->memory, ZM_FRAME_MEMORY_SIZE);
  munmap ((void *) other, ZM_FRAME_MEMORY_SIZE);
}

/* A reader that was taken over has this descriptor no more; a helper of tomorrow might. */
static void
test_is_sealed (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_cmpint (ftruncate (fixture->fd, 4096), ==, -1);
  g_assert_cmpint (ftruncate (fixture->fd, ZM_FRAME_MEMORY_SIZE * 2), ==, -1);
  g_assert_cmpint (write (fixture->fd, "x", 1), ==, -1);
  g_assert_cmpint (fcntl (fixture->fd, F_ADD_SEALS, F_SEAL_WRITE), ==, -1);
  g_assert_true (mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fixture->fd, 0) ==
                 MAP_FAILED);
}

static int
make_file (gsize    size,
           unsigned seals)
{
  int fd = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);

  return fd;
}

static void
test_other_files (Fixture       *fixture,
                  gconstpointer  data)
{
  const int others[] = {
    make_file (ZM_FRAME_MEMORY_SIZE, 0),
    make_file (ZM_FRAME_MEMORY_SIZE, F_SEAL_GROW),
    make_file (ZM_FRAME_MEMORY_SIZE, F_SEAL_SHRINK),
    make_file (ZM_FRAME_MEMORY_SIZE / 2, F_SEAL_SHRINK | F_SEAL_GROW),
    make_file (ZM_FRAME_MEMORY_SIZE * 2, F_SEAL_SHRINK | F_SEAL_GROW),
    open ("/dev/zero", O_RDWR | O_CLOEXEC),
  };

  g_assert_null (zm_frame_memory_map (-1));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_null (zm_frame_memory_map (others[i]));
      close (others[i]);
    }
}

#define ADD(name, function) \
  g_test_add ("/frame-memory/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("both-see-it", test_both_see_it);
  ADD ("is-sealed", test_is_sealed);
  ADD ("other-files", test_other_files);

  return g_test_run ();
}
