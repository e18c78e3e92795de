#include "config.h"

#include "app/ctl/verb-limits.h"

#include "app/station/limit-desk.h"

#include <glib/gi18n.h>

/* 0: as it is. */
static int window_devices;
static int window_minutes;
static int revocations;
static int revocation_minutes;

const GOptionEntry zm_verb_limits_set_options[] = {
  { "window-devices", 0, 0, G_OPTION_ARG_INT, &window_devices,
    N_("How many certificates a window of one person may allow"), "N" },
  { "window-minutes", 0, 0, G_OPTION_ARG_INT, &window_minutes, N_("For how long it may be open"),
    "N" },
  { "revocations", 0, 0, G_OPTION_ARG_INT, &revocations,
    N_("How many certificates one person may revoke within --revocation-minutes"), "N" },
  { "revocation-minutes", 0, 0, G_OPTION_ARG_INT, &revocation_minutes,
    N_("The minutes within which --revocations are counted"), "N" },
  { NULL },
};

static void
describe (ZmCommand          *command,
          const ZmLimitState *state)
{
  zm_command_add (command, "windowDevices", json_integer (state->window_devices));
  zm_command_add (command, "windowMinutes", json_integer (state->window_minutes));
  zm_command_add (command, "revocations", json_integer (state->revocations));
  zm_command_add (command, "revocationMinutes", json_integer (state->revocation_minutes));
}

gboolean
zm_verb_limits_set (ZmCommand  *command,
                    GError    **error)
{
  ZmLimitState state;
  const struct {
    int    given;
    guint *value;
  } options[] = {
    { window_devices, &state.window_devices },
    { window_minutes, &state.window_minutes },
    { revocations, &state.revocations },
    { revocation_minutes, &state.revocation_minutes },
  };

  if (!zm_limit_desk_show (command->station, &state, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (options[i].given < 0)
        return zm_command_fail_usage ("numbers from 1 on", error);
      if (options[i].given > 0)
        *options[i].value = (guint) options[i].given;
    }
  if (!zm_limit_desk_set (command->station, &state, error))
    return FALSE;

  describe (command, &state);
  return TRUE;
}

gboolean
zm_verb_limits_show (ZmCommand  *command,
                     GError    **error)
{
  ZmLimitState state;

  if (!zm_limit_desk_show (command->station, &state, error))
    return FALSE;

  describe (command, &state);
  return TRUE;
}
