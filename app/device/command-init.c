#include "config.h"

#include "app/device/command.h"

#include "app/base/file.h"
#include "app/device/device-state.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RECORD_MAX 4096 /* bytes */

static gboolean
create (const char                 *directory,
        const char                 *factory,
        const ZmDeviceDescription  *description,
        GError                    **error)
{
  g_autoptr(GBytes) text = zm_file_read (factory, RECORD_MAX, error);
  g_autoptr(ZmSecret) secret = NULL;

  if (text == NULL)
    return FALSE;

  secret = zm_secret_new_copy (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  return zm_device_state_create (directory, secret, description, error);
}

int
zm_command_init (int    argc,
                 char **argv)
{
  g_autofree char *directory = NULL;
  g_autofree char *factory = NULL;
  g_autofree char *label = NULL;
  g_autofree char *model = NULL;
  g_autofree char *serial_number = NULL;
  g_autofree char *firmware = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_("Directory of the device"), "DIR" },
    { "factory", 0, 0, G_OPTION_ARG_FILENAME, &factory, N_("Factory record"), "FILE" },
    { "label", 0, 0, G_OPTION_ARG_STRING, &label, N_("What people call the device"), "TEXT" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_("Model"), "TEXT" },
    { "serial-number", 0, 0, G_OPTION_ARG_STRING, &serial_number, N_("The maker’s serial number"),
      "TEXT" },
    { "firmware", 0, 0, G_OPTION_ARG_STRING, &firmware, N_("Firmware version"), "TEXT" },
    { NULL },
  };

  if (!zm_command_parse (argc, argv, NULL, _("Make a new device from a factory record."), entries,
                         0, NULL) ||
      !zm_command_require (directory, "state") || !zm_command_require (factory, "factory"))
    return ZM_COMMAND_USAGE;

  if (!create (directory, factory,
               &(ZmDeviceDescription) { label, model, serial_number, firmware }, &error))
    return zm_command_fail (error);

  return ZM_COMMAND_SUCCESS;
}
