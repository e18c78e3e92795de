#include "app/ctl/verb-check.h"

#include "app/base/text.h"
#include "app/station/health.h"

#define EXIT_WARNING 30
#define EXIT_PROBLEM 31

static void
set_shown (json_t     *object,
           const char *member,
           const char *text)
{
  g_autofree char *shown = text != NULL ? zm_text_escape (text, -1) : NULL;

  zm_json_set_string (object, member, shown);
}

static json_t *
describe (const ZmHealthFinding *finding)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "severity", zm_health_severity_name (finding->severity));
  zm_json_set_string (object, "check", finding->check);
  set_shown (object, "title", finding->title);
  set_shown (object, "seen", finding->seen);
  set_shown (object, "expected", finding->expected);
  zm_json_set_string (object, "remedy", finding->remedy);

  return object;
}

/* A station that cannot be opened, or has no signer, is a finding and not a failure. */
gboolean
zm_verb_check_run (ZmCommand  *command,
                   GError    **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  ZmSignerClient *signer = NULL;
  json_t *list;

  command->station = zm_station_open (command->directory, &failure);
  if (command->station != NULL && !zm_command_find_signer (command, &signer, error))
    return FALSE;
  if (signer != NULL)
    zm_station_take_signer (command->station, signer);

  findings = zm_health_check (command->directory, command->station, failure, NULL);
  list = json_array ();
  for (guint i = 0; i < findings->len; i++)
    json_array_append_new (list, describe (findings->pdata[i]));
  zm_command_add (command, "findings", list);

  switch (zm_health_judge (findings))
    {
    case ZM_HEALTH_WARNING:
      command->exit_code = EXIT_WARNING;
      break;
    case ZM_HEALTH_PROBLEM:
      command->exit_code = EXIT_PROBLEM;
      break;
    case ZM_HEALTH_OK:
    default:
      command->exit_code = 0;
    }

  return TRUE;
}
