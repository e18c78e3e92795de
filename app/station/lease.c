#include "app/station/lease.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/instant.h"
#include "app/base/text.h"
#include "app/pki/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_NAME "leases"
#define NOTE_MAX       512 /* bytes */
#define NAME_DIGITS    32  /* of a hash */
#define TRIES_MAX      16

struct _ZmLease {
  char     *path;
  int       fd;
  gboolean  shared;
  gboolean  held;
};

static gboolean
fail (const char  *path,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "lease.file", g_strerror (errno), NULL,
                "The lease “%s” cannot be taken", path);
  return FALSE;
}

static gboolean
fail_taken (int          fd,
            const char  *name,
            GError     **error)
{
  char note[NOTE_MAX];
  gssize length = pread (fd, note, sizeof note, 0);
  g_autofree char *holder = length > 0 ? zm_text_escape (note, length) : NULL;

  zm_error_set (error, ZM_ERROR_CONFLICT, "lease.taken", holder != NULL ? holder : "somebody",
                "nobody", "Another program works with “%s”", name);
  return FALSE;
}

/* Bound to the open file, not to the process (fcntl(2), OFD locks): two threads exclude each
 * other too, and no other descriptor's end releases it. */
static gboolean
lock (int      fd,
      gboolean shared)
{
  struct flock range = { .l_type = shared ? F_RDLCK : F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &range) == 0;
}

/* Whoever ended a lease took its file away: a lock on that one excludes nobody. */
static gboolean
is_current (int         fd,
            const char *path)
{
  struct stat ours;
  struct stat there;

  return fstat (fd, &ours) == 0 && lstat (path, &there) == 0 && ours.st_ino == there.st_ino &&
         ours.st_dev == there.st_dev;
}

static gboolean
write_note (int          fd,
            const char  *path,
            GError     **error)
{
  g_autofree char *since = zm_instant_format (zm_instant_now ());
  g_autofree char *note = g_strdup_printf ("%s, process %d, since %s", g_get_prgname (),
                                           (int) getpid (), since);

  if (ftruncate (fd, 0) == 0 && pwrite (fd, note, strlen (note), 0) == (gssize) strlen (note))
    return TRUE;

  return fail (path, error);
}

/* With fd -1 and no error: the file went away meanwhile. */
static gboolean
try_take (ZmLease     *lease,
          const char  *name,
          GError     **error)
{
  lease->fd = open (lease->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lease->fd < 0)
    return fail (lease->path, error);
  if (!lock (lease->fd, lease->shared))
    return errno == EAGAIN || errno == EACCES ? fail_taken (lease->fd, name, error) :
           fail (lease->path, error);
  if (is_current (lease->fd, lease->path))
    {
      lease->held = TRUE;
      return write_note (lease->fd, lease->path, error);
    }

  close (lease->fd);
  lease->fd = -1;
  return TRUE;
}

static char *
make_directory (const char  *station_directory,
                GError     **error)
{
  g_autofree char *directory = g_build_filename (station_directory, DIRECTORY_NAME, NULL);

  return zm_file_make_private_directory (directory, error) ? g_steal_pointer (&directory) : NULL;
}

ZmLease *
zm_lease_take (const char  *station_directory,
               const char  *name,
               gboolean     shared,
               GError     **error)
{
  g_autofree char *directory = NULL;
  g_autoptr(ZmLease) lease = NULL;

  g_return_val_if_fail (station_directory != NULL && name != NULL, NULL);
  g_return_val_if_fail (strchr (name, '/') == NULL, NULL);

  directory = make_directory (station_directory, error);
  if (directory == NULL)
    return NULL;
  lease = g_new0 (ZmLease, 1);
  lease->path = g_build_filename (directory, name, NULL);
  lease->shared = shared;
  lease->fd = -1;
  for (int i = 0; i < TRIES_MAX && lease->fd < 0; i++)
    {
      if (!try_take (lease, name, error))
        return NULL;
    }
  if (lease->fd >= 0)
    return g_steal_pointer (&lease);

  errno = EAGAIN;
  (void) !fail (lease->path, error);
  return NULL;
}

void
zm_lease_free (ZmLease *lease)
{
  if (lease == NULL)
    return;

  /* While it is still locked. */
  if (lease->held && !lease->shared && is_current (lease->fd, lease->path))
    unlink (lease->path);
  if (lease->fd >= 0)
    close (lease->fd);
  g_free (lease->path);
  g_free (lease);
}

ZmLease *
zm_lease_take_device (const char  *station_directory,
                      const char  *device_id,
                      GError     **error)
{
  g_autofree char *name = g_strconcat ("device-", device_id, NULL);

  return zm_lease_take (station_directory, name, FALSE, error);
}

/* A name without the characters that an address may have. */
static char *
name_tether (const char *address)
{
  g_autofree char *hash = zm_digest_sha256_hex (address, strlen (address));

  hash[NAME_DIGITS] = '\0';
  return g_strconcat ("tether-", hash, NULL);
}

ZmLease *
zm_lease_take_tether (const char  *station_directory,
                      const char  *address,
                      GError     **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GError) failure = NULL;
  ZmLease *lease;

  g_return_val_if_fail (address != NULL, NULL);

  name = name_tether (address);
  lease = zm_lease_take (station_directory, name, FALSE, &failure);
  if (lease == NULL && g_str_equal (zm_error_get_check (failure), "lease.taken"))
    zm_error_set (error, ZM_ERROR_CONFLICT, "lease.taken", zm_error_get_seen (failure), "nobody",
                  "Somebody works with the device at “%s” already", address);
  else if (lease == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return lease;
}
