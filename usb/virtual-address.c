#include "usb/virtual-address.h"

#include "app/base/error.h"

#include <string.h>
#include <sys/socket.h>

gboolean
zm_virtual_address_fill (struct sockaddr_un  *address,
                         const char          *path,
                         GError             **error)
{
  gsize length = strlen (path);

  if (length == 0 || length >= sizeof address->sun_path)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "tether.address", path, "a path of 1 to 107 bytes",
                    "The path of a virtual tether is empty or too long");
      return FALSE;
    }

  memset (address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  memcpy (address->sun_path, path, length);

  return TRUE;
}

char *
zm_virtual_address_port (const char *path)
{
  return g_strconcat ("virtual:", path, NULL);
}
