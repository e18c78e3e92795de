#include "config.h"

#include "app/ctl/verb-device.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"
#include "app/ctl/describe.h"
#include "app/station/identify.h"
#include "app/station/registry.h"
#include "app/station/retirement.h"

#include <glib/gi18n.h>

/* The values of this run's options live as long as the program. */
static char *label;
static char *model;
static char *serial_number;
static char *location;
static char *asset_tag;
static char *tether;

const GOptionEntry zm_verb_device_add_options[] = {
  { "label", 0, 0, G_OPTION_ARG_STRING, &label, N_("What people call it"), "TEXT" },
  { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_("Model"), "TEXT" },
  { "serial-number", 0, 0, G_OPTION_ARG_STRING, &serial_number, N_("The maker’s number"), "TEXT" },
  { "location", 0, 0, G_OPTION_ARG_STRING, &location, N_("Where it stands"), "TEXT" },
  { "asset-tag", 0, 0, G_OPTION_ARG_STRING, &asset_tag, N_("The inventory’s number"), "TEXT" },
  { NULL },
};

const GOptionEntry zm_verb_device_identify_options[] = {
  { "tether", 0, 0, G_OPTION_ARG_STRING, &tether, N_("Where the device is plugged in"),
    "ADDRESS" },
  { NULL },
};

static gboolean
show_device (ZmCommand   *command,
             const char  *device_id,
             GError     **error)
{
  g_autoptr(ZmDeviceRecord) record = zm_registry_get (command->station, device_id, error);

  if (record == NULL)
    return FALSE;

  json_decref (command->result);
  command->result = zm_describe_device (record);
  return TRUE;
}

gboolean
zm_verb_device_add (ZmCommand  *command,
                    GError    **error)
{
  const ZmDeviceRecord record = {
    .device_id = command->arguments[0],
    .label = label,
    .model = model,
    .serial_number = serial_number,
    .location = location,
    .asset_tag = asset_tag,
  };

  if (label == NULL)
    return zm_command_fail_usage ("--label TEXT", error);

  return zm_registry_add (command->station, &record, error) &&
         show_device (command, record.device_id, error);
}

static json_t *
describe_fault (const ZmManifestFault *fault)
{
  g_autofree char *seen = fault->seen != NULL ? zm_text_escape (fault->seen, -1) : NULL;
  json_t *object = json_object ();

  json_object_set_new (object, "line", json_integer (fault->line));
  zm_json_set_string (object, "check", fault->check);
  zm_json_set_string (object, "column", fault->column);
  zm_json_set_string (object, "seen", seen);
  zm_json_set_string (object, "expected", fault->expected);

  return object;
}

static json_t *
describe_faults (const ZmManifest *manifest)
{
  json_t *list = json_array ();

  for (guint i = 0; i < manifest->faults->len; i++)
    json_array_append_new (list, describe_fault (manifest->faults->pdata[i]));

  return list;
}

gboolean
zm_verb_device_import (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(GBytes) content = zm_file_read (command->arguments[0], ZM_MANIFEST_MAX, error);
  g_autoptr(ZmManifest) manifest = NULL;

  if (content == NULL)
    return FALSE;
  manifest = zm_manifest_parse (g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                                error);
  if (manifest == NULL)
    return FALSE;

  if (!zm_registry_import (command->station, manifest, error))
    {
      if (manifest->faults->len > 0)
        {
          command->detail = json_object ();
          json_object_set_new (command->detail, "faults", describe_faults (manifest));
        }
      return FALSE;
    }

  zm_command_add (command, "devices", json_integer (manifest->rows->len));
  zm_command_add_text (command, "sha256", manifest->sha256);
  return TRUE;
}

gboolean
zm_verb_device_list (ZmCommand  *command,
                     GError    **error)
{
  g_autoptr(GPtrArray) devices = zm_registry_list (command->station, error);
  json_t *list;

  if (devices == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < devices->len; i++)
    json_array_append_new (list, zm_describe_device (devices->pdata[i]));
  zm_command_add (command, "devices", list);
  return TRUE;
}

static json_t *
describe_certificates (ZmCommand   *command,
                       const char  *device_id,
                       GError     **error)
{
  g_autoptr(GPtrArray) certificates =
    zm_certificate_record_list_of_device (zm_station_get_database (command->station), device_id,
                                          error);
  json_t *list;

  if (certificates == NULL)
    return NULL;

  list = json_array ();
  for (guint i = 0; i < certificates->len; i++)
    json_array_append_new (list, zm_describe_certificate (certificates->pdata[i]));
  return list;
}

gboolean
zm_verb_device_show (ZmCommand  *command,
                     GError    **error)
{
  json_t *certificates;

  if (!show_device (command, command->arguments[0], error))
    return FALSE;
  certificates = describe_certificates (command, command->arguments[0], error);
  if (certificates == NULL)
    return FALSE;

  zm_command_add (command, "certificates", certificates);
  return TRUE;
}

gboolean
zm_verb_device_retire (ZmCommand  *command,
                       GError    **error)
{
  return zm_retirement_run (command->station, command->arguments[0], error) &&
         show_device (command, command->arguments[0], error);
}

gboolean
zm_verb_device_identify (ZmCommand  *command,
                         GError    **error)
{
  if (tether == NULL)
    return zm_command_fail_usage ("--tether ADDRESS", error);
  if (!zm_identify_run (command->station, tether, NULL, error))
    return FALSE;

  zm_command_add_text (command, "tether", tether);
  zm_command_add (command, "seconds", json_integer (ZM_IDENTIFY_SECONDS));
  return TRUE;
}
