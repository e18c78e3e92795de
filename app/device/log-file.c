#include "app/device/log-file.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/device/device-identity.h"
#include "app/device/device-slots.h"
#include "app/device/log-takeover.h"
#include "app/device/pending-key.h"
#include "app/device/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What every file of SQLite begins with; SQLCipher has random bytes there. */
#define CLEAR_HEADER        "SQLite format 3"
#define CLEAR_HEADER_LENGTH 16

typedef enum {
  FORM_NONE, /* no file, or one that was never written to */
  FORM_CLEAR,
  FORM_OTHER, /* encrypted, or damaged at its very beginning */
} Form;

static Form
look_at (const char *path)
{
  char header[CLEAR_HEADER_LENGTH];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize got = fd >= 0 ? pread (fd, header, sizeof header, 0) : 0;

  if (fd >= 0)
    close (fd);
  if (got != sizeof header)
    return FORM_NONE;

  return memcmp (header, CLEAR_HEADER, sizeof header) == 0 ? FORM_CLEAR : FORM_OTHER;
}

static gboolean
refuse_encrypted (GError **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, "log.encrypted", "an encrypted log",
                "a build with -Dsqlcipher=enabled",
                "The log of this device is encrypted, and this program was built without "
                "SQLCipher");
  return FALSE;
}

static gboolean
refuse_lost (const char  *path,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_NOT_FOUND, "log.missing", path, "the log of this device",
                "The device has an identity, but its log is gone; put it back from a backup, or "
                "begin a new one (“zmonitor-device audit begin-anew”)");
  return FALSE;
}

static ZmDatabase *
open_clear (const ZmDeviceState  *state,
            const char           *path,
            Form                  form,
            GError              **error)
{
  if (form == FORM_OTHER && zm_log_key_exists (state))
    {
      refuse_encrypted (error);
      return NULL;
    }

  return zm_database_open (path, &zm_schema_device, ZM_DATABASE_READ_WRITE, error);
}

/* The key is durable before the first byte that needs it. */
static ZmDatabase *
open_encrypted (const ZmDeviceState  *state,
                const char           *path,
                Form                  form,
                ZmKey                *owner,
                ZmLogKey            **key,
                GError              **error)
{
  gboolean has_key = form == FORM_OTHER || zm_log_key_exists (state);
  g_autoptr(ZmLogKey) found = NULL;
  ZmDatabase *database;

  found = has_key ? zm_log_key_open (state, owner, error)
                  : zm_log_key_create (state, owner, error);
  if (found == NULL ||
      (form == FORM_CLEAR && !zm_log_takeover_run (path, zm_log_key_peek (found), error)))
    return NULL;

  database = zm_database_open_keyed (path, &zm_schema_device, ZM_DATABASE_READ_WRITE,
                                     zm_log_key_peek (found), error);
  if (database != NULL)
    *key = g_steal_pointer (&found);

  return database;
}

ZmDatabase *
zm_log_file_open (const ZmDeviceState  *state,
                  ZmKey                *owner,
                  gboolean              established,
                  ZmLogKey            **key,
                  GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, ZM_LOG_FILE);
  Form form = look_at (path);

  if (form == FORM_NONE && established)
    {
      refuse_lost (path, error);
      return NULL;
    }

  return zm_database_has_cipher () ? open_encrypted (state, path, form, owner, key, error)
                                   : open_clear (state, path, form, error);
}

/* --- Reading --- */

static ZmKey *
read_owner (const ZmDeviceState  *state,
            GError              **error)
{
  g_autoptr(ZmDeviceSlots) slots = zm_device_slots_open (state, FALSE, error);
  g_autofree char *path = NULL;

  if (slots == NULL)
    return NULL;

  path = zm_device_slots_current_path (slots);
  return path != NULL ? zm_device_identity_read_key (path, error)
                      : zm_pending_key_read (state, error);
}

static gpointer
read_key (const char  *directory,
          GError     **error)
{
  g_autoptr(ZmDeviceState) state = zm_device_state_open (directory, FALSE, error);
  g_autoptr(ZmKey) owner = state != NULL ? read_owner (state, error) : NULL;
  g_autoptr(ZmLogKey) key = owner != NULL ? zm_log_key_open (state, owner, error) : NULL;

  return key != NULL ? zm_secret_new_copy (zm_secret_peek (zm_log_key_peek (key)),
                                           zm_secret_length (zm_log_key_peek (key)))
                     : NULL;
}

gboolean
zm_log_file_find_key (const char  *directory,
                      ZmSecret   **key,
                      GError     **error)
{
  g_autofree char *path = g_build_filename (directory, ZM_LOG_FILE, NULL);
  g_autofree char *key_path = g_build_filename (directory, ZM_LOG_KEY_FILE, NULL);

  *key = NULL;
  if (look_at (path) != FORM_OTHER)
    return TRUE;
  if (!zm_database_has_cipher ())
    return !g_file_test (key_path, G_FILE_TEST_EXISTS) || refuse_encrypted (error);

  *key = zm_reading_repeat (read_key, directory, error);
  return *key != NULL;
}

/* --- Setting aside --- */

/* An interruption leaves some under the old names; the next call takes those. */
static gboolean
rename_file (const ZmDeviceState  *state,
             const char           *name,
             const char           *new_name,
             gboolean             *found,
             GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, name);
  g_autofree char *new_path = zm_device_state_path (state, new_name);

  if (renameat2 (AT_FDCWD, path, AT_FDCWD, new_path, RENAME_NOREPLACE) == 0)
    {
      *found = TRUE;
      return TRUE;
    }
  if (errno == ENOENT)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be renamed", path);
  return FALSE;
}

/* The write-ahead log keeps the name that belongs to its database; the index of it is made anew. */
gboolean
zm_log_file_set_aside (const ZmDeviceState  *state,
                       ZmInstant             now,
                       char                **name,
                       GError              **error)
{
  g_autofree char *time = zm_instant_format (now);
  g_autofree char *suffix = g_strdup_printf (".aside-%s", time);
  g_autofree char *log = g_strconcat (ZM_LOG_FILE, suffix, NULL);
  g_autofree char *wal = g_strconcat (log, "-wal", NULL);
  g_autofree char *key = g_strconcat (ZM_LOG_KEY_FILE, suffix, NULL);
  g_autofree char *index = zm_device_state_path (state, ZM_LOG_FILE "-shm");
  gboolean found = FALSE;

  if (!rename_file (state, ZM_LOG_FILE "-wal", wal, &found, error) ||
      !rename_file (state, ZM_LOG_FILE, log, &found, error) ||
      !rename_file (state, ZM_LOG_KEY_FILE, key, &found, error))
    return FALSE;

  (void) unlink (index);
  *name = found ? g_steal_pointer (&log) : NULL;
  return zm_file_sync_directory (state->directory, error);
}
