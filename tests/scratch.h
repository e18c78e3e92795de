#pragma once

#include <glib.h>
#include <glib/gstdio.h>

/* A directory of its own for each test, gone afterwards with all that is in it. */

typedef struct {
  char *path;
} Scratch;

static inline void
scratch_set_up (Scratch       *scratch,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  scratch->path = g_dir_make_tmp ("zm-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static inline void
scratch_remove (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      scratch_remove (child);
    }
  g_remove (path);
}

static inline void
scratch_tear_down (Scratch       *scratch,
                   gconstpointer  data)
{
  scratch_remove (scratch->path);
  g_clear_pointer (&scratch->path, g_free);
}

static inline char *
scratch_build (Scratch    *scratch,
               const char *name)
{
  return g_build_filename (scratch->path, name, NULL);
}
