#include "app/signer/place.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static gboolean
fail_lock (const char  *path,
           int          reason,
           GError     **error)
{
  if (reason == EWOULDBLOCK)
    zm_error_set (error, ZM_ERROR_CONFLICT, "signer.locked", NULL, NULL,
                  "Another signer serves this station");
  else
    zm_error_set (error, ZM_ERROR_IO, "signer.lock", g_strerror (reason), NULL,
                  "The lock “%s” cannot be taken", path);

  return FALSE;
}

static gboolean
take_lock (ZmPlace     *place,
           const char  *path,
           GError     **error)
{
  place->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (place->lock < 0 || flock (place->lock, LOCK_EX | LOCK_NB) != 0)
    return fail_lock (path, errno, error);

  return TRUE;
}

static gboolean
find_directory (const char  *directory,
                gboolean     create,
                GError     **error)
{
  if (!create && !g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "signer.missing", NULL, directory,
                    "There is no signer in this station's directory yet");
      return FALSE;
    }

  return zm_file_make_private_directory (directory, error);
}

ZmPlace *
zm_place_open (const char  *station,
               gboolean     create,
               GError     **error)
{
  g_autoptr(ZmPlace) place = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *lock = NULL;

  g_return_val_if_fail (station != NULL, NULL);

  directory = g_build_filename (station, "signer", NULL);
  lock = g_build_filename (directory, "lock", NULL);
  place = g_new0 (ZmPlace, 1);
  place->lock = -1;
  place->keys = g_build_filename (directory, "keys", NULL);
  place->ledger = g_build_filename (directory, "ledger", NULL);
  place->socket = g_build_filename (station, "signer.socket", NULL);
  if (!find_directory (directory, create, error) || !take_lock (place, lock, error))
    return NULL;

  return g_steal_pointer (&place);
}

void
zm_place_free (ZmPlace *place)
{
  if (place == NULL)
    return;

  g_free (place->keys);
  g_free (place->ledger);
  g_free (place->socket);
  if (place->lock >= 0)
    close (place->lock);
  g_free (place);
}

gboolean
zm_place_has_keys (ZmPlace *place)
{
  g_return_val_if_fail (place != NULL, FALSE);

  return g_file_test (place->keys, G_FILE_TEST_EXISTS);
}
