#include "app/station/backup.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/instant.h"
#include "app/station/lease.h"
#include "app/station/station.h"
#include "app/store/snapshot.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define COPIED_MAX (G_GINT64_CONSTANT (1) << 30) /* bytes of a file; a ledger may be large */
#define NEW_FILE   ZM_STATION_DATABASE_FILE ".new"

static gboolean
copy_file (const char  *from,
           const char  *to,
           GError     **error)
{
  g_autoptr(GBytes) content = zm_file_read (from, COPIED_MAX, error);

  return content != NULL &&
         zm_file_create (to, g_bytes_get_data (content, NULL), g_bytes_get_size (content), 0600,
                         error);
}

/* Regular files only: below a folder of ours there is nothing else worth keeping, and the signer's
 * lock is made anew. */
static gboolean
copy_folder (const char  *station_directory,
             const char  *out,
             const char  *folder,
             GError     **error)
{
  g_autofree char *from = g_build_filename (station_directory, folder, NULL);
  g_autofree char *to = g_build_filename (out, folder, NULL);
  g_autoptr(GDir) directory = g_dir_open (from, 0, NULL);
  const char *name;

  if (directory == NULL)
    return TRUE;
  if (!zm_file_make_private_directory (to, error))
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_REGULAR) && strcmp (name, "lock") != 0 &&
          !copy_file (source, target, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
copy_database (const char  *from,
               const char  *to,
               GError     **error)
{
  g_autoptr(ZmDatabase) database = zm_database_open (from, &zm_schema_station,
                                                     ZM_DATABASE_READ_ONLY, error);

  return database != NULL && zm_snapshot_write (database, &zm_schema_station, to, error);
}

static gboolean
make_target (const char  *out,
             GError     **error)
{
  if (!g_file_test (out, G_FILE_TEST_EXISTS))
    return zm_file_make_private_directory (out, error);

  zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", out, "a name that is free",
                "There is something at “%s” already", out);
  return FALSE;
}

gboolean
zm_backup_make (const char  *station_directory,
                const char  *out,
                gboolean    *with_signer,
                GError     **error)
{
  static const char *const folders[] = { "certificates", "crl", "checkpoints", "canary" };
  g_autofree char *database = g_build_filename (station_directory, ZM_STATION_DATABASE_FILE, NULL);
  g_autofree char *copy = g_build_filename (out, ZM_STATION_DATABASE_FILE, NULL);
  g_autofree char *config = g_build_filename (station_directory, ZM_STATION_CONFIG_FILE, NULL);
  g_autofree char *config_copy = g_build_filename (out, ZM_STATION_CONFIG_FILE, NULL);
  g_autofree char *keys = g_build_filename (station_directory, "signer", "keys", NULL);

  if (!make_target (out, error) || !copy_database (database, copy, error) ||
      !copy_file (config, config_copy, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      if (!copy_folder (station_directory, out, folders[i], error))
        return FALSE;
    }

  *with_signer = g_access (keys, R_OK) == 0;
  return !*with_signer || copy_folder (station_directory, out, "signer", error);
}

/* The write-ahead log belongs to the file that it lies beside, and to no other. */
static gboolean
set_aside (const char  *station_directory,
           const char  *aside,
           GError     **error)
{
  static const char *const names[] = {
    ZM_STATION_DATABASE_FILE "-wal", ZM_STATION_DATABASE_FILE "-shm", ZM_STATION_DATABASE_FILE,
  };

  if (!zm_file_make_private_directory (aside, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (station_directory, names[i], NULL);
      g_autofree char *to = g_build_filename (aside, names[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                        "“%s” cannot be set aside", from);
          return FALSE;
        }
    }

  return zm_file_sync_directory (aside, error) &&
         zm_file_sync_directory (station_directory, error);
}

static gboolean
exchange (const char  *station_directory,
          const char  *copy,
          const char  *aside,
          GError     **error)
{
  g_autofree char *target = g_build_filename (station_directory, ZM_STATION_DATABASE_FILE, NULL);

  if (!set_aside (station_directory, aside, error))
    return FALSE;
  if (g_rename (copy, target) == 0)
    return zm_file_sync_directory (station_directory, error);

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The copy cannot be put into its place");
  return FALSE;
}

static char *
name_aside (const char *station_directory)
{
  g_autofree char *now = zm_instant_format (zm_instant_now ());
  g_autofree char *name = g_strconcat ("damaged-", now, NULL);

  return g_build_filename (station_directory, name, NULL);
}

gboolean
zm_backup_put_back (const char  *station_directory,
                    const char  *from,
                    char       **aside,
                    GError     **error)
{
  g_autofree char *source = g_build_filename (from, ZM_STATION_DATABASE_FILE, NULL);
  g_autofree char *copy = g_build_filename (station_directory, NEW_FILE, NULL);
  g_autofree char *folder = name_aside (station_directory);
  g_autoptr(ZmLease) lease = zm_lease_take (station_directory, ZM_STATION_LEASE, FALSE, error);

  if (lease == NULL)
    return FALSE;
  /* Of an attempt that was interrupted. */
  g_unlink (copy);
  if (!copy_database (source, copy, error) || !exchange (station_directory, copy, folder, error))
    return FALSE;

  *aside = g_steal_pointer (&folder);
  return TRUE;
}
