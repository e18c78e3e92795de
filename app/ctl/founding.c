#include "config.h"

#include "app/ctl/founding.h"

#include "app/base/error.h"
#include "app/ctl/output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define DEFAULT_DESK "Desk 1"

static gboolean
has (const ZmCommand *command,
     const char      *name)
{
  g_autofree char *path = g_build_filename (command->directory, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A signer that listens here before there is a station was installed, with its first administrator,
 * by its own user. */
static gboolean
has_installed_signer (const ZmCommand *command)
{
  return has (command, "signer.socket") && !has (command, "signer");
}

/* Its keys come last. What belongs to another user cannot be looked into, but is there. */
static gboolean
has_signer (const ZmCommand *command)
{
  g_autofree char *path = g_build_filename (command->directory, "signer", "keys", NULL);

  return access (path, F_OK) == 0 || errno == EACCES;
}

static gboolean
create_signer (ZmCommand       *command,
               const ZmSecret  *passphrase,
               const ZmSecret  *pin,
               GError         **error)
{
  ZmSignerClient *signer = zm_signer_client_create (command->directory, passphrase,
                                                    command->operator_name, pin, error);

  if (signer == NULL)
    return FALSE;

  zm_station_take_signer (command->station, signer);
  return TRUE;
}

static ZmStation *
create_station (ZmCommand   *command,
                const char  *desk,
                GError     **error)
{
  zm_output_progress (_("Making the station in %s"), command->directory);
  return zm_station_create (command->directory, desk != NULL ? desk : DEFAULT_DESK, error);
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

  command->station = has (command, ZM_STATION_CONFIG_FILE) ?
                     zm_station_open (command->directory, error) :
                     create_station (command, desk, error);

  return command->station != NULL && create_signer (command, passphrase, pin, error) &&
         zm_station_sign_in (command->station, command->operator_name, pin, error);
}

gboolean
zm_founding_prepare (ZmCommand   *command,
                     const char  *desk,
                     GError     **error)
{
  if (command->operator_name == NULL)
    return zm_command_fail_usage ("--operator NAME", error);
  if (!has_signer (command) && !has_installed_signer (command))
    return create (command, desk, error);
  if (!has (command, ZM_STATION_CONFIG_FILE))
    {
      g_autoptr(ZmStation) station = create_station (command, desk, error);

      if (station == NULL)
        return FALSE;
    }

  return zm_command_prepare (command, ZM_NEEDS_SIGN_IN, ZM_ROLE_ADMINISTRATOR, error);
}
