#include "config.h"

#include "app/ctl/verb-operator.h"

#include "app/station/operator-desk.h"

#include <glib/gi18n.h>

static char *role_name;
static int new_pin_fd = -1;
static int current_pin_fd = -1;

const GOptionEntry zm_verb_operator_add_options[] = {
  { "role", 0, 0, G_OPTION_ARG_STRING, &role_name, N_("technician, administrator or auditor"),
    "ROLE" },
  { "new-pin-fd", 0, 0, G_OPTION_ARG_INT, &new_pin_fd,
    N_("Where the new person’s PIN comes from, one line"), "FD" },
  { NULL },
};

const GOptionEntry zm_verb_operator_pin_options[] = {
  { "current-pin-fd", 0, 0, G_OPTION_ARG_INT, &current_pin_fd,
    N_("Where one’s own PIN as it is comes from, one line"), "FD" },
  { "new-pin-fd", 0, 0, G_OPTION_ARG_INT, &new_pin_fd,
    N_("Where the new PIN comes from, one line"), "FD" },
  { NULL },
};

gboolean
zm_verb_operator_add (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(ZmSecret) pin = NULL;
  ZmRole role;

  if (role_name == NULL || !zm_request_role_parse (role_name, &role))
    return zm_command_fail_usage ("--role technician, administrator or auditor", error);
  pin = zm_command_read_new_secret (new_pin_fd, _("New PIN of 6 to 12 digits"), error);
  if (pin == NULL ||
      !zm_operator_desk_add (command->station, command->arguments[0], role, pin, error))
    return FALSE;

  zm_command_add_text (command, "operator", command->arguments[0]);
  zm_command_add_text (command, "role", zm_request_role_name (role));
  return TRUE;
}

gboolean
zm_verb_operator_pin (ZmCommand  *command,
                      GError    **error)
{
  const char *name = command->arguments[0];
  gboolean own = g_str_equal (name, command->operator_name);
  g_autoptr(ZmSecret) current = NULL;
  g_autoptr(ZmSecret) pin = NULL;

  if (own)
    {
      current = zm_command_read_secret (current_pin_fd, _("Your PIN as it is now"), error);
      if (current == NULL)
        return FALSE;
    }
  pin = zm_command_read_new_secret (new_pin_fd, _("New PIN of 6 to 12 digits"), error);
  if (pin == NULL || !zm_operator_desk_set_pin (command->station, name, pin, current, error))
    return FALSE;

  zm_command_add_text (command, "operator", name);
  return TRUE;
}

static json_t *
describe (const ZmOperatorEntry *entry)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "operator", entry->name);
  zm_json_set_string (object, "role", zm_request_role_name (entry->role));
  json_object_set_new (object, "active", json_boolean (entry->active));

  return object;
}

gboolean
zm_verb_operator_list (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(GPtrArray) entries = zm_operator_desk_list (command->station, error);
  json_t *list;

  if (entries == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < entries->len; i++)
    json_array_append_new (list, describe (entries->pdata[i]));
  zm_command_add (command, "operators", list);
  return TRUE;
}

gboolean
zm_verb_operator_remove (ZmCommand  *command,
                         GError    **error)
{
  if (!zm_operator_desk_remove (command->station, command->arguments[0], error))
    return FALSE;

  zm_command_add_text (command, "operator", command->arguments[0]);
  zm_command_add (command, "active", json_false ());
  return TRUE;
}
