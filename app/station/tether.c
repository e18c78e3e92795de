#include "app/station/tether.h"

#include "app/base/error.h"
#include "app/station/port-desk.h"
#include "usb/usb-bus.h"
#include "usb/usb-port.h"
#include "usb/virtual.h"

#include <string.h>

#define ADDRESSES "virtual:SOCKET, usb or usb:PORT"

/* What follows "kind:", or NULL. */
static const char *
find_rest (const char *address,
           const char *kind)
{
  gsize length = strlen (kind);

  return g_str_has_prefix (address, kind) && address[length] == ':' ? address + length + 1 : NULL;
}

static GPtrArray *
list_allowed_ports (ZmStation *station,
                    ZmUsbBus  *bus)
{
  g_autoptr(GPtrArray) devices = zm_usb_bus_list (bus);
  GPtrArray *ports = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < devices->len; i++)
    {
      const char *port = zm_usb_device_get_port (g_ptr_array_index (devices, i));

      if (zm_port_desk_check (station, port, NULL))
        g_ptr_array_add (ports, g_strdup (port));
    }

  return ports;
}

static char *
join (GPtrArray *words)
{
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static char *
find_only_port (ZmStation  *station,
                GError    **error)
{
  ZmUsbBus *bus = zm_station_get_usb (station, error);
  g_autoptr(GPtrArray) ports = NULL;
  g_autofree char *seen = NULL;

  if (bus == NULL)
    return NULL;

  ports = list_allowed_ports (station, bus);
  if (ports->len == 1)
    return g_strdup (g_ptr_array_index (ports, 0));
  if (ports->len == 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "usb.absent", "nothing", "a device",
                    "No device is plugged in by USB");
      return NULL;
    }

  seen = join (ports);
  zm_error_set (error, ZM_ERROR_CONFLICT, "usb.several", seen, "one device, or a port by name",
                "More than one device is plugged in by USB");
  return NULL;
}

char *
zm_tether_resolve (ZmStation   *station,
                   const char  *address,
                   GError     **error)
{
  const char *port;
  g_autofree char *only = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  if (find_rest (address, ZM_TETHER_VIRTUAL) != NULL)
    return g_strdup (address);

  port = find_rest (address, ZM_TETHER_USB);
  if (port != NULL)
    return zm_usb_port_check (port, error) && zm_port_desk_check (station, port, error)
           ? g_strdup (address) : NULL;

  if (g_str_equal (address, ZM_TETHER_USB))
    {
      only = find_only_port (station, error);
      return only != NULL ? g_strconcat (ZM_TETHER_USB ":", only, NULL) : NULL;
    }

  zm_error_set (error, ZM_ERROR_INVALID, "tether.address", address, ADDRESSES,
                "There is no such tether");
  return NULL;
}

const char *
zm_tether_get_port (const char *address)
{
  const char *port;

  g_return_val_if_fail (address != NULL, NULL);

  port = find_rest (address, ZM_TETHER_USB);
  return port != NULL ? port : address;
}

char *
zm_tether_get_claim (ZmStation  *station,
                     const char *address)
{
  const char *port;
  ZmUsbBus *bus;
  g_autoptr(GPtrArray) devices = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  port = find_rest (address, ZM_TETHER_USB);
  bus = port != NULL ? zm_station_get_usb (station, NULL) : NULL;
  if (bus == NULL)
    return NULL;

  devices = zm_usb_bus_list (bus);
  for (guint i = 0; i < devices->len; i++)
    {
      ZmUsbDevice *device = g_ptr_array_index (devices, i);

      if (g_str_equal (zm_usb_device_get_port (device), port))
        return g_strdup (zm_usb_device_get_serial (device));
    }

  return NULL;
}

ZmTransport *
zm_tether_open (ZmStation     *station,
                const char    *address,
                GCancellable  *cancellable,
                GError       **error)
{
  const char *rest;
  ZmUsbBus *bus;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  rest = find_rest (address, ZM_TETHER_VIRTUAL);
  if (rest != NULL)
    return zm_virtual_connect (rest, error);

  rest = find_rest (address, ZM_TETHER_USB);
  g_return_val_if_fail (rest != NULL, NULL);

  bus = zm_station_get_usb (station, error);
  return bus != NULL ? zm_usb_bus_open (bus, rest, cancellable, error) : NULL;
}
