#include "config.h"

#include "app/base/companion.h"

#include "app/base/error.h"

#include <string.h>

#define PROGRAM_PREFIX "zmonitor-"

/* From a program's directory to the top of a build tree: ui/ is one step below it, app/room/ and
 * tests/room/ are two. */
#define BUILD_DEPTH_MAX 2

static char *
find_in_directory (const char *directory,
                   const char *program)
{
  g_autofree char *path = g_build_filename (directory, program, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return NULL;

  return g_steal_pointer (&path);
}

/* The room that builds the program: zmonitor-signer stands in app/signer. */
static const char *
program_room (const char *program)
{
  const char *room = program + strlen (PROGRAM_PREFIX);

  if (!g_str_has_prefix (program, PROGRAM_PREFIX))
    return NULL;

  return strcmp (room, "stationctl") == 0 ? "ctl" : room;
}

static char *
find_in_build_tree (const char *own_directory,
                    const char *program)
{
  const char *room = program_room (program);
  g_autofree char *top = g_strdup (own_directory);

  if (room == NULL)
    return NULL;

  for (guint depth = 0; depth < BUILD_DEPTH_MAX; depth++)
    {
      g_autofree char *parent = g_path_get_dirname (top);
      g_autofree char *directory = g_build_filename (parent, "app", room, NULL);
      char *path = find_in_directory (directory, program);

      if (path != NULL)
        return path;
      g_free (top);
      top = g_steal_pointer (&parent);
    }

  return NULL;
}

char *
zm_companion_path (const char  *program,
                   GError     **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = NULL;
  char *path = NULL;

  g_return_val_if_fail (program != NULL, NULL);
  g_return_val_if_fail (program[0] != '\0' && strchr (program, '/') == NULL, NULL);

  if (self != NULL)
    {
      directory = g_path_get_dirname (self);
      path = find_in_directory (directory, program);
      if (path == NULL)
        path = find_in_build_tree (directory, program);
    }
  if (path == NULL)
    path = find_in_directory (ZM_LIBEXEC_DIR, program);
  if (path == NULL)
    zm_error_set (error, ZM_ERROR_NOT_FOUND, "companion.missing", NULL, program,
                  "The program “%s” is not installed beside this one", program);

  return path;
}
