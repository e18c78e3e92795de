#include "app/device/device-state.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define FACTORY_FILE     "factory.json"
#define DESCRIPTION_FILE "device.json"
#define LOCK_FILE        "lock"

#define RECORD_MAX      4096 /* bytes of factory.json */
#define DESCRIPTION_MAX 4096 /* bytes of device.json */
#define TEXT_MAX        64   /* characters of model, serial number and firmware */
#define TEXT_BYTES      (4 * ZM_DEVICE_LABEL_MAX)

char *
zm_device_state_path (const ZmDeviceState *state,
                      const char          *name)
{
  return g_build_filename (state->directory, name, NULL);
}

static gboolean
check_optional_text (const char  *text,
                     GError     **error)
{
  return text == NULL || zm_device_text_check (text, TEXT_MAX, "device.description", error);
}

static gboolean
check_description (const ZmDeviceDescription  *description,
                   GError                    **error)
{
  return (description->label == NULL || zm_device_label_check (description->label, error)) &&
         check_optional_text (description->model, error) &&
         check_optional_text (description->serial_number, error) &&
         check_optional_text (description->firmware, error);
}

static gboolean
write_description (const char                 *path,
                   const char                 *device_id,
                   const ZmDeviceDescription  *description,
                   GError                    **error)
{
  g_autoptr(json_t) object = json_object ();
  g_autofree char *label = g_strdup_printf ("ZMonitor %s", device_id);
  g_autofree char *text = NULL;

  zm_json_set_string (object, "label", description->label != NULL ? description->label : label);
  zm_json_set_string (object, "model", description->model);
  zm_json_set_string (object, "serialNumber", description->serial_number);
  zm_json_set_string (object, "firmware", description->firmware);
  text = json_dumps (object, JSON_INDENT (2));

  return zm_file_write (path, text, strlen (text), 0600, error);
}

/* The record comes last: where it is, the rest is complete. */
gboolean
zm_device_state_create (const char                 *directory,
                        const ZmSecret             *factory,
                        const ZmDeviceDescription  *description,
                        GError                    **error)
{
  g_autoptr(ZmFactoryRecord) record = NULL;
  g_autofree char *record_path = g_build_filename (directory, FACTORY_FILE, NULL);
  g_autofree char *description_path = g_build_filename (directory, DESCRIPTION_FILE, NULL);

  record = zm_factory_record_parse ((const char *) zm_secret_peek (factory),
                                    zm_secret_length (factory), error);
  if (record == NULL || !check_description (description, error) ||
      !zm_file_make_private_directory (directory, error))
    return FALSE;

  if (g_file_test (record_path, G_FILE_TEST_EXISTS))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "device.exists", directory, "an empty directory",
                    "There is a device in this directory already");
      return FALSE;
    }

  return write_description (description_path, record->device_id, description, error) &&
         zm_file_create (record_path, zm_secret_peek (factory), zm_secret_length (factory), 0600,
                         error);
}

static gboolean
lock (ZmDeviceState  *state,
      GError        **error)
{
  g_autofree char *path = zm_device_state_path (state, LOCK_FILE);

  state->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (state->lock_fd >= 0 && flock (state->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "device.in-use", state->directory, NULL,
                "Another process runs this device");
  return FALSE;
}

/* A write that was cut off leaves its draft, which may hold a key. */
static void
remove_drafts (const ZmDeviceState *state)
{
  g_autoptr(GDir) directory = g_dir_open (state->directory, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = zm_device_state_path (state, name);

      if (g_str_has_suffix (name, ".new"))
        (void) unlink (path);
    }
}

static gboolean
read_factory (ZmDeviceState  *state,
              GError        **error)
{
  g_autofree char *path = zm_device_state_path (state, FACTORY_FILE);
  g_autoptr(ZmSecret) text = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "device.uninitialised", state->directory,
                    "a directory made by “zmonitor-device init”", "There is no device here");
      return FALSE;
    }

  text = zm_file_read_secret (path, RECORD_MAX, error);
  if (text == NULL)
    return FALSE;

  state->factory = zm_factory_record_parse ((const char *) zm_secret_peek (text),
                                            zm_secret_length (text), error);
  return state->factory != NULL;
}

static gboolean
take_text (const json_t  *object,
           const char    *member,
           char         **text,
           GError       **error)
{
  const char *value;

  if (!zm_json_get_optional (object, member, TEXT_BYTES, &value, "device.description", error))
    return FALSE;

  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_description (ZmDeviceState  *state,
                  GError        **error)
{
  g_autofree char *path = zm_device_state_path (state, DESCRIPTION_FILE);
  g_autoptr(GBytes) text = zm_file_read (path, DESCRIPTION_MAX, error);
  g_autoptr(json_t) object = NULL;

  if (text == NULL)
    return FALSE;

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text),
                                 "device.description", error);
  if (object == NULL || !take_text (object, "label", &state->label, error) ||
      !take_text (object, "model", &state->model, error) ||
      !take_text (object, "serialNumber", &state->serial_number, error) ||
      !take_text (object, "firmware", &state->firmware, error))
    return FALSE;

  return zm_device_label_check (state->label != NULL ? state->label : "", error);
}

ZmDeviceState *
zm_device_state_open (const char  *directory,
                      gboolean     exclusive,
                      GError     **error)
{
  g_autoptr(ZmDeviceState) state = g_new0 (ZmDeviceState, 1);

  g_return_val_if_fail (directory != NULL, NULL);

  state->directory = g_strdup (directory);
  state->lock_fd = -1;
  if (!read_factory (state, error) || !read_description (state, error) ||
      (exclusive && !lock (state, error)))
    return NULL;

  if (exclusive)
    remove_drafts (state);
  return g_steal_pointer (&state);
}

void
zm_device_state_free (ZmDeviceState *state)
{
  if (state == NULL)
    return;

  if (state->lock_fd >= 0)
    close (state->lock_fd);
  g_free (state->directory);
  zm_factory_record_free (state->factory);
  g_free (state->label);
  g_free (state->model);
  g_free (state->serial_number);
  g_free (state->firmware);
  g_free (state);
}
