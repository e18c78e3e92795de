#include "app/base/file.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char  *check,
      const char  *path,
      GError     **error)
{
  int saved = errno;

  zm_error_set (error, saved == ENOENT ? ZM_ERROR_NOT_FOUND : ZM_ERROR_IO, check,
                g_strerror (saved), path, "The file “%s” cannot be used", path);
  return FALSE;
}

static const char *
name_kind (mode_t mode)
{
  return S_ISDIR (mode) ? "a directory" : S_ISFIFO (mode) ? "a pipe" :
         S_ISSOCK (mode) ? "a socket" : "a device";
}

static gboolean
check_regular (const char         *path,
               const struct stat  *status,
               GError            **error)
{
  if (S_ISREG (status->st_mode))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "file.type", name_kind (status->st_mode), "a file",
                "“%s” is no file", path);
  return FALSE;
}

static gboolean
read_all (int         fd,
          GByteArray *content,
          gsize       max)
{
  guint8 buffer[16384];

  while (content->len <= max)
    {
      gssize got = read (fd, buffer, sizeof buffer);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return got == 0;
      g_byte_array_append (content, buffer, (guint) got);
    }

  return TRUE;
}

GBytes *
zm_file_read (const char  *path,
              gsize        max,
              GError     **error)
{
  g_autoptr(GByteArray) content = g_byte_array_new ();
  struct stat status;
  gboolean ok;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* O_NONBLOCK: opening a FIFO must not hang before fstat can refuse it. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    {
      fail ("file.read", path, error);
      return NULL;
    }

  ok = fstat (fd, &status) == 0 || fail ("file.read", path, error);
  ok = ok && check_regular (path, &status, error) &&
       (read_all (fd, content, max) || fail ("file.read", path, error));
  close (fd);
  if (!ok)
    return NULL;

  if (content->len > max)
    {
      g_autofree char *expected = g_strdup_printf ("at most %zu bytes", max);

      zm_error_set (error, ZM_ERROR_INVALID, "file.size", "more bytes", expected,
                    "The file “%s” is too large", path);
      return NULL;
    }

  /* Never without an address: an empty file is an empty text, not none. */
  return content->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&content))
                          : g_bytes_new_static ("", 0);
}

static gboolean
check_private (const char         *path,
               const struct stat  *status,
               gsize               max,
               GError            **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (S_ISREG (status->st_mode) && status->st_uid == geteuid () && (status->st_mode & 077) == 0)
    {
      if ((guint64) status->st_size <= max)
        return TRUE;
      seen = g_strdup_printf ("%" G_GINT64_FORMAT " bytes", (gint64) status->st_size);
      expected = g_strdup_printf ("at most %zu bytes", max);
      zm_error_set (error, ZM_ERROR_INVALID, "file.size", seen, expected,
                    "The file “%s” is too large", path);
      return FALSE;
    }

  seen = g_strdup_printf ("mode %04o, owner %u", (guint) status->st_mode & 07777,
                          (guint) status->st_uid);
  zm_error_set (error, ZM_ERROR_REFUSED, "file.mode", seen,
                "a file of mode 0600 that belongs to this user",
                "The file “%s” holds a secret and is open to others", path);
  return FALSE;
}

/* A file that changes its size meanwhile is read as EIO. */
static ZmSecret *
read_exactly (int   fd,
              gsize length)
{
  g_autoptr(ZmSecret) secret = zm_secret_new (length);
  gsize filled = 0;

  while (filled < length)
    {
      gssize got = read (fd, zm_secret_bytes (secret) + filled, length - filled);

      if (got < 0 && errno == EINTR)
        continue;
      if (got == 0)
        errno = EIO;
      if (got <= 0)
        return NULL;
      filled += (gsize) got;
    }

  return g_steal_pointer (&secret);
}

ZmSecret *
zm_file_read_secret (const char  *path,
                     gsize        max,
                     GError     **error)
{
  ZmSecret *secret = NULL;
  struct stat status;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat (fd, &status) != 0)
    fail ("file.read", path, error);
  else if (check_private (path, &status, max, error))
    {
      secret = read_exactly (fd, (gsize) status.st_size);
      if (secret == NULL)
        fail ("file.read", path, error);
    }
  if (fd >= 0)
    close (fd);

  return secret;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       length)
{
  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      data += written;
      length -= (gsize) written;
    }

  return TRUE;
}

static gboolean
create_synced (const char *path,
               const void *data,
               gsize       length,
               int         mode)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;

  ok = write_all (fd, data, length) && fsync (fd) == 0;
  saved = errno;
  close (fd);
  if (!ok)
    unlink (path);
  errno = saved;

  return ok;
}

gboolean
zm_file_sync_directory (const char  *path,
                        GError     **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    fail ("file.write", path, error);
  if (fd >= 0)
    close (fd);

  return ok;
}

static gboolean
sync_parent (const char  *path,
             GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  return zm_file_sync_directory (parent, error);
}

/* What is written beside path before it gets its name; NULL if that failed. */
static char *
write_draft (const char  *path,
             const void  *data,
             gsize        length,
             int          mode,
             GError     **error)
{
  g_autofree char *draft = g_strdup_printf ("%s.%d.new", path, (int) getpid ());

  unlink (draft);
  if (!create_synced (draft, data, length, mode))
    {
      fail ("file.write", draft, error);
      return NULL;
    }

  return g_steal_pointer (&draft);
}

gboolean
zm_file_write (const char  *path,
               const void  *data,
               gsize        length,
               int          mode,
               GError     **error)
{
  g_autofree char *draft = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  draft = write_draft (path, data, length, mode, error);
  if (draft == NULL)
    return FALSE;
  if (rename (draft, path) != 0)
    {
      fail ("file.write", path, error);
      unlink (draft);
      return FALSE;
    }

  return sync_parent (path, error);
}

/* Never over a file that is there. Not every file system has such a rename (NFS has not), but then
 * it has links. */
static gboolean
take_free_name (const char *draft,
                const char *path)
{
  if (renameat2 (AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;

  return errno == EINVAL && link (draft, path) == 0 && unlink (draft) == 0;
}

gboolean
zm_file_create (const char  *path,
                const void  *data,
                gsize        length,
                int          mode,
                GError     **error)
{
  g_autofree char *draft = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  draft = write_draft (path, data, length, mode, error);
  if (draft == NULL)
    return FALSE;
  if (!take_free_name (draft, path))
    {
      fail (errno == EEXIST ? "file.exists" : "file.write", path, error);
      unlink (draft);
      return FALSE;
    }

  return sync_parent (path, error);
}

gboolean
zm_file_make_directory (const char  *path,
                        GError     **error)
{
  g_autofree char *parent = g_build_filename (path, "..", NULL);

  g_return_val_if_fail (path != NULL, FALSE);

  if (mkdir (path, 0700) == 0)
    return zm_file_sync_directory (parent, error);

  return errno == EEXIST || fail ("file.directory", path, error);
}

gboolean
zm_file_make_private_directory (const char  *path,
                                GError     **error)
{
  struct stat status;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!zm_file_make_directory (path, error))
    return FALSE;
  if (lstat (path, &status) != 0)
    return fail ("file.directory", path, error);

  if (!S_ISDIR (status.st_mode) || status.st_uid != geteuid () || (status.st_mode & 077) != 0)
    {
      g_autofree char *seen = g_strdup_printf ("mode %04o, owner %u", status.st_mode & 07777,
                                               (guint) status.st_uid);

      zm_error_set (error, ZM_ERROR_REFUSED, "file.directory", seen,
                    "a directory of mode 0700 that belongs to this user",
                    "The directory “%s” is open to others", path);
      return FALSE;
    }

  return TRUE;
}
