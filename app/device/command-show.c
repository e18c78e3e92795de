#include "config.h"

#include "app/device/command.h"

#include "app/base/json.h"
#include "app/base/text.h"
#include "app/device/device-clock.h"
#include "app/device/device-identity.h"
#include "app/device/device-slots.h"
#include "app/device/reading.h"

#include <glib/gi18n-lib.h>

/* Everything in one object; people get its members line by line. */
static json_t *
describe_device (const ZmDeviceState *state,
                 const ZmDeviceClock *clock)
{
  g_autofree char *now = zm_instant_format (zm_device_clock_now (clock));
  g_autofree char *last_good = zm_instant_format (zm_device_clock_get_last_good (clock));
  json_t *object = json_object ();

  zm_json_set_string (object, "deviceId", state->factory->device_id);
  zm_json_set_string (object, "label", state->label);
  zm_json_set_string (object, "model", state->model);
  zm_json_set_string (object, "serialNumber", state->serial_number);
  zm_json_set_string (object, "firmware", state->firmware);
  zm_json_set_string (object, "keyId", state->factory->key_id);
  zm_json_set_string (object, "mode", zm_factory_record_mode_name (state->factory->mode));
  zm_json_set_string (object, "time", now);
  if (zm_device_clock_get_last_good (clock) != 0)
    zm_json_set_string (object, "lastGoodTime", last_good);
  zm_json_set_string (object, "state", "new");

  return object;
}

static void
describe_identity (json_t                 *object,
                   const char             *slot,
                   const ZmDeviceIdentity *identity)
{
  ZmCertificate *leaf = g_ptr_array_index (identity->chain, 0);
  g_autofree char *not_after = zm_instant_format (zm_certificate_get_not_after (leaf));

  zm_json_set_string (object, "state", "active");
  zm_json_set_string (object, "slot", slot);
  zm_json_set_string (object, "serverUrl", identity->server_url);
  zm_json_set_string (object, "sessionId", identity->session_id);
  zm_json_set_string (object, "certificateSerial", zm_certificate_get_serial (leaf));
  zm_json_set_string (object, "subject", zm_certificate_get_subject (leaf));
  zm_json_set_string (object, "notAfter", not_after);
  zm_json_set_string (object, "key",
                      zm_public_key_get_name (zm_key_get_public (identity->key)));
}

static gpointer
describe (const char  *directory,
          GError     **error)
{
  g_autoptr(ZmDeviceState) state = zm_device_state_open (directory, FALSE, error);
  g_autoptr(ZmDeviceClock) clock = NULL;
  g_autoptr(ZmDeviceSlots) slots = NULL;
  g_autoptr(ZmDeviceIdentity) identity = NULL;
  g_autofree char *path = NULL;
  json_t *object;

  if (state == NULL)
    return NULL;
  clock = zm_device_clock_load (state, error);
  if (clock == NULL)
    return NULL;
  slots = zm_device_slots_open (state, FALSE, error);
  if (slots == NULL)
    return NULL;
  path = zm_device_slots_current_path (slots);
  if (path != NULL)
    {
      identity = zm_device_identity_read (path, error);
      if (identity == NULL)
        return NULL;
    }

  object = describe_device (state, clock);
  if (identity != NULL)
    describe_identity (object, zm_device_slots_get_current (slots), identity);
  return object;
}

static void
print_lines (const json_t *object)
{
  const char *name;
  json_t *value;

  json_object_foreach ((json_t *) object, name, value)
    {
      g_autofree char *text = zm_text_escape (json_string_value (value), -1);

      g_print ("%-18s %s\n", name, text);
    }
}

int
zm_command_show (int    argc,
                 char **argv)
{
  g_autofree char *directory = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_("Directory of the device"), "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON object"), NULL },
    { NULL },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = NULL;
  g_autofree char *text = NULL;

  if (!zm_command_parse (argc, argv, NULL, _("Show who a device is."), entries, 0, NULL) ||
      !zm_command_require (directory, "state"))
    return ZM_COMMAND_USAGE;

  object = zm_reading_repeat (describe, directory, &error);
  if (object == NULL)
    return zm_command_fail (error);

  text = json_dumps (object, JSON_INDENT (2));
  if (as_json)
    g_print ("%s\n", text);
  else
    print_lines (object);
  return ZM_COMMAND_SUCCESS;
}
