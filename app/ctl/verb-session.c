#include "app/ctl/verb-session.h"

#include "app/ctl/describe.h"
#include "app/station/session.h"
#include "app/store/test-record.h"

gboolean
zm_verb_session_list (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(GPtrArray) sessions =
    zm_session_record_list (zm_station_get_database (command->station), NULL, error);
  json_t *list;

  if (sessions == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < sessions->len; i++)
    json_array_append_new (list, zm_describe_session (sessions->pdata[i]));
  zm_command_add (command, "sessions", list);
  return TRUE;
}

static json_t *
describe_test (const ZmTestRecord *test)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "kind", test->kind);
  zm_json_set_string (object, "outcome", zm_test_record_outcome_name (test->outcome));
  zm_json_set_string (object, "provedBy", zm_test_record_proved_by_name (test->proved_by));
  json_object_set_new (object, "at", zm_describe_instant (test->at));

  return object;
}

gboolean
zm_verb_session_show (ZmCommand  *command,
                      GError    **error)
{
  ZmDatabase *database = zm_station_get_database (command->station);
  g_autoptr(ZmSessionRecord) session =
    zm_session_record_get (database, command->arguments[0], error);
  g_autoptr(GPtrArray) tests = NULL;
  json_t *list;

  if (session == NULL)
    return FALSE;
  tests = zm_test_record_list_of_session (database, session->session_id, error);
  if (tests == NULL)
    return FALSE;

  json_decref (command->result);
  command->result = zm_describe_session (session);
  zm_command_add_text (command, "failureMessage", session->failure_message);
  list = json_array ();
  for (guint i = 0; i < tests->len; i++)
    json_array_append_new (list, describe_test (tests->pdata[i]));
  zm_command_add (command, "tests", list);
  return TRUE;
}

gboolean
zm_verb_session_abandon (ZmCommand  *command,
                         GError    **error)
{
  return zm_session_abandon (command->station, command->arguments[0], error) &&
         zm_verb_session_show (command, error);
}
