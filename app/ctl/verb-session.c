#include "config.h"

#include "app/ctl/verb-session.h"

#include "app/ctl/describe.h"
#include "app/ctl/paper.h"
#include "app/labels/proof-pdf.h"
#include "app/station/proof-desk.h"
#include "app/station/session.h"
#include "app/store/test-record.h"

#include <glib/gi18n.h>

#define MEDIUM "pdf"

static char *out;

const GOptionEntry zm_verb_session_proof_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The PDF that is written"), "FILE" },
  { NULL },
};

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

typedef struct {
  ZmCommand         *command;
  const ZmProofCard *card;
} Work;

static gboolean
record (gpointer   data,
        GError   **error)
{
  const Work *work = data;

  return zm_proof_desk_record (work->command->station, work->card, MEDIUM, 1, error);
}

static void
record_failure (gpointer      data,
                const GError *failure)
{
  const Work *work = data;

  zm_proof_desk_record_failure (work->command->station, work->card, MEDIUM, failure);
}

static json_t *
describe_rows (const ZmProofCard *card)
{
  json_t *list = json_array ();

  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);
      json_t *object = json_object ();

      zm_json_set_string (object, "place", zm_proof_card_place_name (row->place));
      zm_json_set_string (object, "name", row->name);
      zm_json_set_string (object, "state", zm_proof_card_state_name (row->state));
      zm_json_set_string (object, "value", row->value);
      zm_json_set_string (object, "source", row->source);
      json_array_append_new (list, object);
    }

  return list;
}

gboolean
zm_verb_session_proof (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(ZmProofCard) card = NULL;
  g_autoptr(GBytes) pdf = NULL;
  Work work = { command, NULL };

  if (out == NULL)
    return zm_command_fail_usage ("--out FILE", error);
  card = zm_proof_desk_make (command->station, command->arguments[0], error);
  if (card == NULL)
    return FALSE;
  pdf = zm_proof_pdf_make (card, error);
  work.card = card;
  if (pdf == NULL ||
      !zm_paper_write (out, pdf, &(ZmPaperRecord) { record, record_failure, &work }, error))
    return FALSE;

  zm_command_add_text (command, "deviceId", card->device_id);
  zm_command_add_text (command, "session", card->session_id);
  zm_command_add_text (command, "state", zm_proof_card_state_name (card->state));
  zm_command_add_text (command, "verdict", card->verdict);
  zm_command_add (command, "rows", describe_rows (card));
  zm_command_add_text (command, "out", out);
  return TRUE;
}
