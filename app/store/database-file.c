#include "app/store/database-file.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
refuse (const char  *path,
        const char  *seen,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "database.open", seen, "a file of our own",
                "The database “%s” cannot be opened", path);
  return FALSE;
}

static gboolean
create_file (const char  *path,
             GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok;

  if (fd < 0)
    return errno == EEXIST || refuse (path, g_strerror (errno), error);

  ok = fchmod (fd, 0600) == 0;
  close (fd);
  if (!ok)
    return refuse (path, g_strerror (errno), error);

  return zm_file_sync_directory (parent, error);
}

/* By name only: closing a descriptor of our own would drop the locks that another connection in
 * this process holds (POSIX). */
static gboolean
close_to_others (const char  *path,
                 GError     **error)
{
  struct stat status;

  if (lstat (path, &status) != 0)
    return errno == ENOENT || refuse (path, g_strerror (errno), error);
  if (!S_ISREG (status.st_mode))
    return refuse (path, "not a regular file", error);
  if ((status.st_mode & 07777) != 0600 && chmod (path, 0600) != 0 && errno != ENOENT)
    return refuse (path, g_strerror (errno), error);

  return TRUE;
}

/* SQLite's own beside it, which it would open without asking what they are; a pipe among them passes
 * for an empty file. */
static gboolean
close_companions (const char  *path,
                  GError     **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *companion = g_strconcat (path, suffixes[i], NULL);

      if (!close_to_others (companion, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_database_file_prepare (const char  *path,
                          GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return create_file (path, error) && close_to_others (path, error) &&
         close_companions (path, error);
}

gboolean
zm_database_file_is_frozen (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  return access (parent, W_OK) != 0 && access (wal, F_OK) != 0;
}
