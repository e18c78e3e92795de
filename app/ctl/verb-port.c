#include "app/ctl/verb-port.h"

#include "app/station/port-desk.h"

static json_t *
describe (ZmStation          *station,
          const ZmPortRecord *record)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "port", record->port);
  zm_json_set_string (object, "label", record->label);
  json_object_set_new (object, "allowed",
                       json_boolean (zm_port_desk_check (station, record->port, NULL)));

  return object;
}

gboolean
zm_verb_port_list (ZmCommand  *command,
                   GError    **error)
{
  g_autoptr(GPtrArray) records = zm_port_desk_list (command->station, error);
  json_t *list;

  if (records == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < records->len; i++)
    json_array_append_new (list, describe (command->station, records->pdata[i]));
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
