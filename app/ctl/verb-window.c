#include "config.h"

#include "app/ctl/verb-window.h"

#include "app/ctl/describe.h"
#include "app/station/window-desk.h"

#include <glib/gi18n.h>

static int devices;
static int minutes;

const GOptionEntry zm_verb_window_open_options[] = {
  { "devices", 0, 0, G_OPTION_ARG_INT, &devices, N_("For how many certificates"), "N" },
  { "minutes", 0, 0, G_OPTION_ARG_INT, &minutes, N_("For how long"), "N" },
  { NULL },
};

gboolean
zm_verb_window_open (ZmCommand  *command,
                     GError    **error)
{
  if (devices < 1 || minutes < 1)
    return zm_command_fail_usage ("--devices N --minutes N", error);

  return zm_window_desk_open (command->station, (guint) devices, (guint) minutes, error) &&
         zm_verb_window_show (command, error);
}

gboolean
zm_verb_window_close (ZmCommand  *command,
                      GError    **error)
{
  return zm_window_desk_close (command->station, error) && zm_verb_window_show (command, error);
}

gboolean
zm_verb_window_show (ZmCommand  *command,
                     GError    **error)
{
  ZmWindowState state;

  if (!zm_window_desk_show (command->station, &state, error))
    return FALSE;

  zm_command_add (command, "open", json_boolean (state.open));
  zm_command_add (command, "devicesLeft", json_integer (state.devices_left));
  if (state.until != 0)
    zm_command_add (command, "until", zm_describe_instant (state.until));
  return TRUE;
}
