#include "app/station/station.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/checkpointer.h"

#include <string.h>

static gboolean
make_directories (const char  *directory,
                  GError     **error)
{
  static const char *const names[] = {
    "", "canary", "certificates", ZM_CHECKPOINTER_DIRECTORY, "crl",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      if (!zm_file_make_private_directory (path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
create_database (const char  *directory,
                 GError     **error)
{
  g_autofree char *path = g_build_filename (directory, ZM_STATION_DATABASE_FILE, NULL);
  g_autoptr(ZmDatabase) database =
    zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_WRITE, error);

  return database != NULL;
}

/* The last file of a new station, which makes it one. */
static gboolean
create_config (const char             *directory,
               const ZmStationConfig  *config,
               GError                **error)
{
  g_autofree char *path = g_build_filename (directory, ZM_STATION_CONFIG_FILE, NULL);
  g_autofree char *text = zm_station_config_format (config);
  g_autoptr(GError) local = NULL;

  if (zm_file_create (path, text, strlen (text), 0600, &local))
    return TRUE;

  if (g_str_equal (zm_error_get_check (local), "file.exists"))
    zm_error_set (error, ZM_ERROR_CONFLICT, "station.exists", directory,
                  "a directory without a station", "There is a station in “%s” already",
                  directory);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

ZmStation *
zm_station_create (const char  *directory,
                   const char  *desk,
                   GError     **error)
{
  g_autoptr(ZmStationConfig) config = NULL;

  g_return_val_if_fail (directory != NULL && desk != NULL, NULL);

  config = zm_station_config_new (desk, error);
  if (config == NULL || !make_directories (directory, error) ||
      !create_database (directory, error) || !create_config (directory, config, error))
    return NULL;

  return zm_station_open (directory, error);
}
