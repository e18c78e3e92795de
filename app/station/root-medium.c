#include "app/station/root-medium.h"

#include <sys/stat.h>

/* Of the nearest folder that is there. */
static gboolean
find_disk (const char *path,
           dev_t      *disk)
{
  g_autofree char *at = g_canonicalize_filename (path, NULL);
  struct stat status;

  while (stat (at, &status) != 0)
    {
      char *above = g_path_get_dirname (at);
      gboolean is_top = g_str_equal (above, at);

      g_free (at);
      at = above;
      if (is_top)
        return FALSE;
    }

  *disk = status.st_dev;
  return TRUE;
}

gboolean
zm_root_medium_stays_here (const char *station_directory,
                           const char *folder)
{
  dev_t medium;
  dev_t disk;

  g_return_val_if_fail (station_directory != NULL, FALSE);
  g_return_val_if_fail (folder != NULL, FALSE);

  if (!find_disk (folder, &medium))
    return FALSE;

  return (find_disk (station_directory, &disk) && disk == medium) ||
         (find_disk (G_DIR_SEPARATOR_S, &disk) && disk == medium);
}
