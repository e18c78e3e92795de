#include "app/device/device-slots.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOTS_DIRECTORY "slots"
#define POINTER_FILE    "current"
#define POINTER_MAX     16 /* bytes */

struct _ZmDeviceSlots {
  char       *directory;
  const char *current;  /* "a", "b" or NULL */
  const char *previous; /* what was current when the next one was begun */
};

static char *
slot_path (const ZmDeviceSlots *slots,
           const char          *slot)
{
  return g_build_filename (slots->directory, slot, NULL);
}

static const char *
other_slot (const ZmDeviceSlots *slots)
{
  return g_strcmp0 (slots->current, "a") == 0 ? "b" : "a";
}

static gboolean
fail (const char  *path,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "slots.write", g_strerror (errno), NULL,
                "The slot “%s” cannot be changed", path);
  return FALSE;
}

/* A slot has files only, never directories. */
static gboolean
remove_slot (const ZmDeviceSlots  *slots,
             const char           *slot,
             GError              **error)
{
  g_autofree char *path = slot_path (slots, slot);
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (unlink (file) != 0)
        return fail (file, error);
    }
  if (rmdir (path) != 0 && errno != ENOENT)
    return fail (path, error);

  return zm_file_sync_directory (slots->directory, error);
}

static gboolean
fail_pointer (GError **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "slots.current", NULL, "“a” or “b”, and that slot",
                "Which identity is in use cannot be read");
  return FALSE;
}

static const char *
parse_pointer (GBytes *text)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  if (length == 2 && memcmp (data, "a\n", 2) == 0)
    return "a";
  if (length == 2 && memcmp (data, "b\n", 2) == 0)
    return "b";

  return NULL;
}

static gboolean
read_pointer (ZmDeviceSlots  *slots,
              GError        **error)
{
  g_autofree char *path = slot_path (slots, POINTER_FILE);
  g_autofree char *current = NULL;
  g_autoptr(GBytes) text = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  text = zm_file_read (path, POINTER_MAX, error);
  if (text == NULL)
    return FALSE;
  slots->current = parse_pointer (text);
  if (slots->current == NULL)
    return fail_pointer (error);

  current = zm_device_slots_current_path (slots);
  return g_file_test (current, G_FILE_TEST_IS_DIR) || fail_pointer (error);
}

static void
remove_drafts (const ZmDeviceSlots *slots)
{
  g_autoptr(GDir) directory = g_dir_open (slots->directory, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = slot_path (slots, name);

      if (g_str_has_suffix (name, ".new"))
        (void) unlink (path);
    }
}

static gboolean
repair_slots (ZmDeviceSlots  *slots,
              GError        **error)
{
  if (!zm_file_make_private_directory (slots->directory, error))
    return FALSE;

  remove_drafts (slots);
  if (slots->current == NULL && !remove_slot (slots, "b", error))
    return FALSE;
  return remove_slot (slots, other_slot (slots), error);
}

ZmDeviceSlots *
zm_device_slots_open (const ZmDeviceState  *state,
                      gboolean              repair,
                      GError              **error)
{
  g_autoptr(ZmDeviceSlots) slots = g_new0 (ZmDeviceSlots, 1);

  slots->directory = zm_device_state_path (state, SLOTS_DIRECTORY);
  if (!read_pointer (slots, error) || (repair && !repair_slots (slots, error)))
    return NULL;

  return g_steal_pointer (&slots);
}

void
zm_device_slots_free (ZmDeviceSlots *slots)
{
  if (slots == NULL)
    return;

  g_free (slots->directory);
  g_free (slots);
}

const char *
zm_device_slots_get_current (const ZmDeviceSlots *slots)
{
  return slots->current;
}

char *
zm_device_slots_current_path (const ZmDeviceSlots *slots)
{
  return slots->current != NULL ? slot_path (slots, slots->current) : NULL;
}

char *
zm_device_slots_next_path (const ZmDeviceSlots *slots)
{
  return slot_path (slots, other_slot (slots));
}

gboolean
zm_device_slots_prepare_next (ZmDeviceSlots  *slots,
                              GError        **error)
{
  g_autofree char *path = zm_device_slots_next_path (slots);

  slots->previous = slots->current;
  return remove_slot (slots, other_slot (slots), error) &&
         zm_file_make_private_directory (path, error) &&
         zm_file_sync_directory (slots->directory, error);
}

static gboolean
point_to (ZmDeviceSlots  *slots,
          const char     *slot,
          GError        **error)
{
  g_autofree char *path = slot_path (slots, POINTER_FILE);

  if (slot != NULL)
    {
      char text[] = { slot[0], '\n' };

      return zm_file_write (path, text, sizeof text, 0600, error);
    }
  if (unlink (path) != 0 && errno != ENOENT)
    return fail (path, error);

  return zm_file_sync_directory (slots->directory, error);
}

gboolean
zm_device_slots_switch (ZmDeviceSlots  *slots,
                        GError        **error)
{
  const char *next = other_slot (slots);

  if (!point_to (slots, next, error))
    return FALSE;

  slots->current = next;
  return TRUE;
}

gboolean
zm_device_slots_retire (ZmDeviceSlots  *slots,
                        GError        **error)
{
  return remove_slot (slots, other_slot (slots), error);
}

/* The pointer is written whatever it was thought to be: a switch that failed may have happened. */
gboolean
zm_device_slots_revert (ZmDeviceSlots  *slots,
                        GError        **error)
{
  if (!point_to (slots, slots->previous, error))
    return FALSE;

  slots->current = slots->previous;
  return remove_slot (slots, other_slot (slots), error);
}
