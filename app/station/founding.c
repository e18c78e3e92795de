#include "app/station/founding.h"

#include <errno.h>
#include <unistd.h>

static gboolean
has (const char *directory,
     const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
zm_founding_has_station (const char *directory)
{
  g_return_val_if_fail (directory != NULL, FALSE);

  return has (directory, ZM_STATION_CONFIG_FILE);
}

/* A signer that listens here before there is a station was installed, with its first administrator,
 * by its own user. */
static gboolean
has_installed_signer (const char *directory)
{
  return has (directory, "signer.socket") && !has (directory, "signer");
}

/* Its keys come last. */
static gboolean
has_own_signer (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "signer", "keys", NULL);

  return access (path, F_OK) == 0 || errno == EACCES;
}

gboolean
zm_founding_has_signer (const char *directory)
{
  g_return_val_if_fail (directory != NULL, FALSE);

  return has_own_signer (directory) || has_installed_signer (directory);
}

ZmStation *
zm_founding_make_station (const char  *directory,
                          const char  *desk,
                          GError     **error)
{
  g_return_val_if_fail (directory != NULL, NULL);

  if (zm_founding_has_station (directory))
    return zm_station_open (directory, error);

  return zm_station_create (directory, desk != NULL ? desk : ZM_FOUNDING_DESK, error);
}

ZmStation *
zm_founding_make (const ZmFounding  *founding,
                  GError           **error)
{
  g_autoptr(ZmStation) station = NULL;
  ZmSignerClient *signer;

  g_return_val_if_fail (founding != NULL, NULL);

  station = zm_founding_make_station (founding->directory, founding->desk, error);
  if (station == NULL)
    return NULL;
  signer = zm_signer_client_create (founding->directory, founding->passphrase,
                                    founding->operator_name, founding->pin, error);
  if (signer == NULL)
    return NULL;

  zm_station_take_signer (station, signer);
  if (!zm_station_sign_in (station, founding->operator_name, founding->pin, error))
    return NULL;

  return g_steal_pointer (&station);
}
