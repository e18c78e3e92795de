#include "app/device/tether.h"

#include "app/base/error.h"
#include "usb/gadget-listener.h"
#include "usb/virtual-listener.h"

#include <string.h>

static const struct {
  const char   *scheme;
  ZmListener *(*listen) (const char  *where,
                         GError     **error);
} tethers[] = {
  { "gadget:", zm_gadget_listener_new },
  { "virtual:", zm_virtual_listener_new },
};

ZmListener *
zm_tether_listen (const char  *address,
                  GError     **error)
{
  g_return_val_if_fail (address != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tethers); i++)
    {
      if (g_str_has_prefix (address, tethers[i].scheme))
        return tethers[i].listen (address + strlen (tethers[i].scheme), error);
    }

  zm_error_set (error, ZM_ERROR_INVALID, "tether.address", address,
                "virtual:SOCKET or gadget:DIRECTORY", "This device has no such tether");
  return NULL;
}
