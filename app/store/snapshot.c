#include "app/store/snapshot.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/store/integrity.h"
#include "app/store/statement.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* VACUUM INTO writes without making durable (sqlite.org/lang_vacuum.html). */
static gboolean
sync_file (const char  *path,
           GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int reason = errno;

  if (fd >= 0)
    close (fd);
  if (ok)
    return zm_file_sync_directory (parent, error);

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (reason), NULL,
                "The copy “%s” cannot be made durable", path);
  return FALSE;
}

static gboolean
check_copy (const char      *path,
            const ZmSchema  *schema,
            GError         **error)
{
  g_autoptr(ZmDatabase) copy = zm_database_open (path, schema, ZM_DATABASE_READ_ONLY, error);

  return copy != NULL && zm_integrity_check (copy, schema, error);
}

gboolean
zm_snapshot_write (ZmDatabase      *database,
                   const ZmSchema  *schema,
                   const char      *path,
                   GError         **error)
{
  g_return_val_if_fail (database != NULL && path != NULL, FALSE);

  /* An empty file of the right mode is what it accepts as a target. */
  if (!zm_file_create (path, "", 0, 0600, error))
    return FALSE;
  if (zm_statement_execute (database, "VACUUM INTO ?", error, "t", path) &&
      sync_file (path, error) && check_copy (path, schema, error))
    return TRUE;

  unlink (path);
  return FALSE;
}
