#include "config.h"

#include "app/ctl/found.h"

#include "app/ctl/output.h"
#include "app/station/founding.h"

#include <glib/gi18n.h>

static void
say_making (ZmCommand *command)
{
  if (!zm_founding_has_station (command->directory))
    zm_output_progress (_("Making the station in %s"), command->directory);
}

/* An earlier attempt may have made the station and not its signer. */
static gboolean
create (ZmCommand   *command,
        const char  *desk,
        GError     **error)
{
  g_autoptr(ZmSecret) passphrase = NULL;
  g_autoptr(ZmSecret) pin = NULL;

  passphrase = zm_command_read_new_secret (command->passphrase_fd,
                                           _("New passphrase for the signer"), error);
  if (passphrase == NULL)
    return FALSE;
  pin = zm_command_read_new_secret (command->pin_fd, _("New PIN of the first administrator"),
                                    error);
  if (pin == NULL)
    return FALSE;

  say_making (command);
  command->station = zm_founding_make (&(ZmFounding) { command->directory, desk,
                                                       command->operator_name, pin, passphrase },
                                       error);
  return command->station != NULL;
}

gboolean
zm_found_prepare (ZmCommand   *command,
                  const char  *desk,
                  GError     **error)
{
  if (command->operator_name == NULL)
    return zm_command_fail_usage ("--operator NAME", error);
  if (!zm_founding_has_signer (command->directory))
    return create (command, desk, error);
  if (!zm_founding_has_station (command->directory))
    {
      g_autoptr(ZmStation) station = NULL;

      say_making (command);
      station = zm_founding_make_station (command->directory, desk, error);
      if (station == NULL)
        return FALSE;
    }

  return zm_command_prepare (command, ZM_NEEDS_SIGN_IN, ZM_ROLE_ADMINISTRATOR, error);
}
