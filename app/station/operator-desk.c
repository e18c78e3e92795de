#include "app/station/operator-desk.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/answer.h"

#define NAME_LENGTH 256 /* bytes */

static void
free_entry (ZmOperatorEntry *entry)
{
  g_free (entry->name);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmOperatorEntry, free_entry)

/* The name as it was asked for, which may be no name at all. */
static json_t *
describe (const char *name)
{
  g_autofree char *shown = zm_text_escape (name, -1);

  return json_pack ("{s:s}", "operator", shown);
}

static void
add_secret (json_t         *members,
            const char     *name,
            const ZmSecret *secret)
{
  json_object_set_new (members, name, json_stringn ((const char *) zm_secret_peek (secret),
                                                    zm_secret_length (secret)));
}

gboolean
zm_operator_desk_add (ZmStation       *station,
                      const char      *name,
                      ZmRole           role,
                      const ZmSecret  *pin,
                      GError         **error)
{
  ZmStationEvent event = { .action = "operator.added" };
  json_t *members;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (name != NULL && pin != NULL, FALSE);

  event.detail = describe (name);
  zm_json_set_string (event.detail, "role", zm_request_role_name (role));
  members = json_object ();
  zm_json_set_string (members, "name", name);
  zm_json_set_string (members, "role", zm_request_role_name (role));
  add_secret (members, "pin", pin);

  return zm_station_act (station, ZM_REQUEST_OPERATOR_ADD, members, &event, "operator", error);
}

gboolean
zm_operator_desk_set_pin (ZmStation       *station,
                          const char      *name,
                          const ZmSecret  *pin,
                          const ZmSecret  *current,
                          GError         **error)
{
  ZmStationEvent event = { .action = "operator.pin-set" };
  json_t *members;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (name != NULL && pin != NULL, FALSE);

  event.detail = describe (name);
  members = json_object ();
  zm_json_set_string (members, "name", name);
  add_secret (members, "pin", pin);
  if (current != NULL)
    add_secret (members, "current", current);

  return zm_station_act (station, ZM_REQUEST_OPERATOR_PIN, members, &event, "operator", error);
}

gboolean
zm_operator_desk_remove (ZmStation   *station,
                         const char  *name,
                         GError     **error)
{
  ZmStationEvent event = { .action = "operator.removed" };
  json_t *members;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  event.detail = describe (name);
  members = json_object ();
  zm_json_set_string (members, "name", name);

  return zm_station_act (station, ZM_REQUEST_OPERATOR_REMOVE, members, &event, "operator", error);
}

static ZmOperatorEntry *
read_entry (const json_t  *item,
            GError       **error)
{
  g_autoptr(ZmOperatorEntry) entry = g_new0 (ZmOperatorEntry, 1);
  const char *role;

  entry->name = g_strdup (zm_answer_get_text (item, "name", NAME_LENGTH, error));
  if (entry->name == NULL)
    return NULL;
  role = zm_answer_get_text (item, "role", NAME_LENGTH, error);
  if (role == NULL)
    return NULL;
  if (!zm_request_role_parse (role, &entry->role))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", role, "a role",
                    "The signer gave a role that is not known here");
      return NULL;
    }

  entry->active = json_is_true (json_object_get (item, "active"));
  return g_steal_pointer (&entry);
}

GPtrArray *
zm_operator_desk_list (ZmStation  *station,
                       GError    **error)
{
  g_autoptr(json_t) answer = NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  const json_t *item;
  gsize i;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  answer = zm_station_call (station, ZM_REQUEST_OPERATOR_LIST, NULL, error);
  if (answer == NULL)
    return NULL;
  json_array_foreach (json_object_get (answer, "operators"), i, item)
    {
      ZmOperatorEntry *entry = read_entry (item, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (list, entry);
    }

  return g_steal_pointer (&list);
}
