#include "app/station/tether.h"

#include "app/base/error.h"
#include "usb/virtual.h"

#include <string.h>

#define VIRTUAL "virtual:"

ZmTransport *
zm_tether_open (ZmStation     *station,
                const char    *address,
                GCancellable  *cancellable,
                GError       **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  if (g_str_has_prefix (address, VIRTUAL))
    return zm_virtual_connect (address + strlen (VIRTUAL), error);

  zm_error_set (error, ZM_ERROR_INVALID, "tether.address", address, "virtual:SOCKET",
                "This version has no such tether, only the virtual one");
  return NULL;
}
