#include "app/ctl/verb-port.h"

#include "app/base/error.h"
#include "app/ctl/describe.h"
#include "app/station/port-desk.h"
#include "usb/usb-port.h"

/* What is plugged in at a port, if anything is. */
static void
add_device (json_t      *object,
            ZmUsbDevice *device,
            ZmStation   *station)
{
  const GError *problem;
  const char *serial;
  g_autoptr(ZmSessionRecord) session = NULL;

  json_object_set_new (object, "attached", json_boolean (device != NULL));
  if (device == NULL)
    return;

  problem = zm_usb_device_get_problem (device);
  serial = zm_usb_device_get_serial (device);
  zm_json_set_string (object, "claims", serial);
  zm_json_set_string (object, "speed", zm_usb_device_get_speed (device));
  zm_json_set_string (object, "problem", problem != NULL ? zm_error_get_check (problem) : NULL);
  if (serial != NULL)
    session = zm_session_record_get_open (zm_station_get_database (station), serial, NULL);
  if (session != NULL)
    zm_json_set_string (object, "halfDone", session->session_id);
}

static json_t *
describe (ZmStation          *station,
          const char         *port,
          const ZmPortRecord *record,
          ZmUsbDevice        *device)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "port", port);
  zm_json_set_string (object, "label", record != NULL ? record->label : NULL);
  json_object_set_new (object, "allowed", json_boolean (zm_port_desk_check (station, port, NULL)));
  add_device (object, device, station);

  return object;
}

static ZmUsbDevice *
find_device (GPtrArray  *devices,
             const char *port)
{
  for (guint i = 0; i < devices->len; i++)
    {
      if (g_str_equal (zm_usb_device_get_port (devices->pdata[i]), port))
        return devices->pdata[i];
    }

  return NULL;
}

static const ZmPortRecord *
find_record (GPtrArray  *records,
             const char *port)
{
  for (guint i = 0; i < records->len; i++)
    {
      const ZmPortRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->port, port))
        return record;
    }

  return NULL;
}

static int
compare_names (gconstpointer one,
               gconstpointer other)
{
  return zm_usb_port_compare (*(const char *const *) one, *(const char *const *) other);
}

/* Each port once: those with a name and those where something is plugged in. Borrowed strings. */
static GPtrArray *
list_ports (GPtrArray *records,
            GPtrArray *devices)
{
  GPtrArray *ports = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (ports, ((ZmPortRecord *) records->pdata[i])->port);
  for (guint i = 0; i < devices->len; i++)
    {
      const char *port = zm_usb_device_get_port (devices->pdata[i]);

      if (find_record (records, port) == NULL)
        g_ptr_array_add (ports, (gpointer) port);
    }
  g_ptr_array_sort (ports, compare_names);

  return ports;
}

gboolean
zm_verb_port_list (ZmCommand  *command,
                   GError    **error)
{
  g_autoptr(GPtrArray) records = zm_port_desk_list (command->station, error);
  ZmUsbBus *bus = records != NULL ? zm_station_get_usb (command->station, error) : NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) ports = NULL;
  json_t *list;

  if (bus == NULL)
    return FALSE;

  devices = zm_usb_bus_list (bus);
  ports = list_ports (records, devices);
  list = json_array ();
  for (guint i = 0; i < ports->len; i++)
    {
      const char *port = g_ptr_array_index (ports, i);

      json_array_append_new (list, describe (command->station, port, find_record (records, port),
                                             find_device (devices, port)));
    }
  zm_command_add (command, "ports", list);
  return TRUE;
}

gboolean
zm_verb_port_label (ZmCommand  *command,
                    GError    **error)
{
  const char *port = command->arguments[0];
  const char *label = command->arguments[1];

  if (!zm_port_desk_label (command->station, port, label, error))
    return FALSE;

  zm_command_add_text (command, "port", port);
  zm_command_add_text (command, "label", label);
  return TRUE;
}
