#include "config.h"

#include "app/ctl/verb-device.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"
#include "app/ctl/describe.h"
#include "app/station/adoption.h"
#include "app/station/identify.h"
#include "app/station/import-plan.h"
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
static gboolean import_preview;
static gboolean import_accept;
static char *adopt_ca;
static gboolean adopt_preview;

const GOptionEntry zm_verb_device_add_options[] = {
  { "label", 0, 0, G_OPTION_ARG_STRING, &label, N_("What people call it"), "TEXT" },
  { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_("Model"), "TEXT" },
  { "serial-number", 0, 0, G_OPTION_ARG_STRING, &serial_number, N_("The maker’s number"), "TEXT" },
  { "location", 0, 0, G_OPTION_ARG_STRING, &location, N_("Where it stands"), "TEXT" },
  { "asset-tag", 0, 0, G_OPTION_ARG_STRING, &asset_tag, N_("The inventory’s number"), "TEXT" },
  { NULL },
};

const GOptionEntry zm_verb_device_adopt_options[] = {
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &adopt_ca,
    N_("Trust this CA, too, which an administrator answers for"), "FILE" },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &adopt_preview,
    N_("Show what would be adopted, and do nothing"), NULL },
  { NULL },
};

const GOptionEntry zm_verb_device_import_options[] = {
  { "preview", 0, 0, G_OPTION_ARG_NONE, &import_preview,
    N_("Show what each line would do, and do nothing"), NULL },
  { "accept", 0, 0, G_OPTION_ARG_NONE, &import_accept,
    N_("Import what is new or changed, and leave bad lines out"), NULL },
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

static json_t *
describe_changes (const GPtrArray *changes)
{
  json_t *object = json_object ();

  for (guint i = 0; i < changes->len; i++)
    {
      const ZmImportChange *change = changes->pdata[i];

      json_object_set_new (object, change->column,
                           json_pack ("{s:s?, s:s}", "old", change->old, "new", change->new));
    }

  return object;
}

static json_t *
describe_line (const ZmImportLine *line)
{
  json_t *object = line->fault != NULL ? describe_fault (line->fault) : json_object ();

  json_object_set_new (object, "line", json_integer (line->line));
  zm_json_set_string (object, "kind", zm_import_plan_kind_name (line->kind));
  if (line->row != NULL)
    zm_json_set_string (object, "deviceId", line->row->device_id);
  if (line->kind == ZM_IMPORT_CHANGED)
    json_object_set_new (object, "changes", describe_changes (line->changes));

  return object;
}

static void
add_plan (ZmCommand          *command,
          const ZmImportPlan *plan)
{
  json_t *lines = json_array ();

  for (guint i = 0; i < plan->lines->len; i++)
    json_array_append_new (lines, describe_line (plan->lines->pdata[i]));
  for (guint i = 0; i < ZM_N_IMPORT_KINDS; i++)
    zm_command_add (command, zm_import_plan_kind_name (i), json_integer (plan->counts[i]));
  zm_command_add_text (command, "sha256", plan->manifest->sha256);
  zm_command_add (command, "lines", lines);
}

static gboolean
import_plan (ZmCommand  *command,
             GBytes     *content,
             GError    **error)
{
  g_autoptr(ZmImportPlan) plan = zm_import_plan_new (command->station, content, error);

  if (plan == NULL || (!import_preview && !zm_import_plan_run (command->station, plan, error)))
    return FALSE;

  add_plan (command, plan);
  return TRUE;
}

/* Every line or none. */
static gboolean
import_whole (ZmCommand  *command,
              GBytes     *content,
              GError    **error)
{
  g_autoptr(ZmManifest) manifest =
    zm_manifest_parse (g_bytes_get_data (content, NULL), g_bytes_get_size (content), error);

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
zm_verb_device_import (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(GBytes) content = NULL;

  if (import_preview && import_accept)
    return zm_command_fail_usage ("--preview or --accept", error);
  content = zm_file_read (command->arguments[0], ZM_MANIFEST_MAX, error);
  if (content == NULL)
    return FALSE;

  return import_preview || import_accept ? import_plan (command, content, error)
                                         : import_whole (command, content, error);
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

static json_t *
describe_refusal (const GError *refusal)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "check", zm_error_get_check (refusal));
  zm_json_set_string (object, "message", refusal->message);
  zm_json_set_string (object, "seen", zm_error_get_seen (refusal));
  zm_json_set_string (object, "expected", zm_error_get_expected (refusal));

  return object;
}

static json_t *
describe_adoption (const ZmAdoption *adoption)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "file", adoption->file);
  zm_json_set_string (object, "deviceId", adoption->device_id);
  zm_json_set_string (object, "label", adoption->label);
  if (adoption->certificate != NULL)
    {
      zm_json_set_string (object, "serial", zm_certificate_get_serial (adoption->certificate));
      zm_json_set_string (object, "issuer", zm_certificate_get_issuer (adoption->certificate));
      json_object_set_new (object, "notAfter",
                           zm_describe_instant (zm_certificate_get_not_after (adoption->certificate)));
    }
  json_object_set_new (object, "registered", json_boolean (adoption->is_registered));
  json_object_set_new (object, "foreign", json_boolean (adoption->is_foreign));
  json_object_set_new (object, "revocationChecked", json_boolean (!adoption->is_unlisted));
  if (adoption->refusal != NULL)
    json_object_set_new (object, "refusal", describe_refusal (adoption->refusal));

  return object;
}

static gboolean
judge_files (ZmCommand        *command,
             const GPtrArray  *authorities,
             GPtrArray        *adoptions,
             GError          **error)
{
  for (guint i = 0; command->arguments[i] != NULL; i++)
    {
      const char *file = command->arguments[i];
      g_autoptr(GBytes) content = zm_file_read (file, ZM_ADOPTION_FILE_MAX, error);
      g_autoptr(GPtrArray) judged = NULL;

      if (content == NULL)
        return FALSE;
      judged = zm_adoption_judge (command->station, file, content, authorities);
      g_ptr_array_extend_and_steal (adoptions, g_steal_pointer (&judged));
    }

  return TRUE;
}

static gboolean
load_authorities (GPtrArray **authorities,
                  GError    **error)
{
  g_autoptr(GBytes) content = NULL;

  if (adopt_ca == NULL)
    return TRUE;
  content = zm_file_read (adopt_ca, ZM_ADOPTION_FILE_MAX, error);
  if (content == NULL)
    return FALSE;

  *authorities = zm_adoption_read_authorities (content, error);
  return *authorities != NULL;
}

gboolean
zm_verb_device_adopt (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(GPtrArray) authorities = NULL;
  g_autoptr(GPtrArray) adoptions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_adoption_free);
  json_t *list = json_array ();
  guint taken = 0;
  gboolean ok;

  ok = load_authorities (&authorities, error) &&
       judge_files (command, authorities, adoptions, error) &&
       (adopt_preview || zm_adoption_take (command->station, adoptions, &taken, error));
  for (guint i = 0; i < adoptions->len; i++)
    json_array_append_new (list, describe_adoption (adoptions->pdata[i]));
  if (!ok)
    {
      command->detail = json_pack ("{s:o}", "certificates", list);
      return FALSE;
    }

  zm_command_add (command, "adopted", json_integer (taken));
  zm_command_add (command, "certificates", list);
  return TRUE;
}
