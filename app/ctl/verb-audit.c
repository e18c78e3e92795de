#include "config.h"

#include "app/ctl/verb-audit.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/base/text.h"
#include "app/ctl/output.h"
#include "app/station/audit-desk.h"
#include "app/station/audit-export.h"
#include "app/station/remedy.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#define LIMIT_DEFAULT 200
#define LIMIT_MAX     100000

static char *device;
static char *session;
static char *action;
static char *outcome_name;
static char *since;
static char *until;
static char *actor;
static char *port;
static char *text;
static char *format_name;
static char *out;
static int limit = LIMIT_DEFAULT;

#define FILTER_OPTIONS \
  { "actor", 0, 0, G_OPTION_ARG_STRING, &actor, N_("Of this person"), "NAME" }, \
  { "device", 0, 0, G_OPTION_ARG_STRING, &device, N_("Of this device"), "ID" }, \
  { "port", 0, 0, G_OPTION_ARG_STRING, &port, N_("At this port"), "PORT" }, \
  { "session", 0, 0, G_OPTION_ARG_STRING, &session, N_("Of this session"), "ID" }, \
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, N_("Whose action begins so"), "TEXT" }, \
  { "text", 0, 0, G_OPTION_ARG_STRING, &text, N_("With this text in who, device, action or detail"), \
    "TEXT" }, \
  { "outcome", 0, 0, G_OPTION_ARG_STRING, &outcome_name, N_("success, failure or unknown"), \
    "OUTCOME" }, \
  { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("From this instant on"), "RFC 3339" }, \
  { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_("Before this instant"), "RFC 3339" }

const GOptionEntry zm_verb_audit_list_options[] = {
  FILTER_OPTIONS,
  { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("The newest so many; 200 if not given"), "N" },
  { NULL },
};

const GOptionEntry zm_verb_audit_export_options[] = {
  FILTER_OPTIONS,
  { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_("csv, json or pdf"), "FORMAT" },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to write, which must not be there yet"),
    "FILE" },
  { NULL },
};

static gboolean
parse_instant (const char  *word,
               ZmInstant   *instant,
               GError     **error)
{
  return word == NULL || zm_instant_parse (word, instant) ||
         zm_instant_parse_micros (word, instant) ||
         zm_command_fail_usage ("an instant like 2026-01-31T10:00:00Z", error);
}

static gboolean
read_filter (ZmAuditFilter  *filter,
             GError        **error)
{
  ZmAuditOutcome outcome;

  filter->actor = actor;
  filter->device = device;
  filter->port = port;
  filter->text = text;
  filter->session = session;
  filter->action = action;
  if (outcome_name != NULL)
    {
      if (!zm_audit_record_outcome_parse (outcome_name, &outcome))
        return zm_command_fail_usage ("--outcome success, failure or unknown", error);
      filter->outcomes = 1u << outcome;
    }
  if (limit < 1 || limit > LIMIT_MAX)
    return zm_command_fail_usage ("--limit of 1 to 100000", error);

  return parse_instant (since, &filter->from, error) && parse_instant (until, &filter->to, error);
}

/* The hashes are for programs; people have "audit verify". */
static json_t *
describe_record (const ZmCommand     *command,
                 const ZmAuditRecord *record)
{
  json_t *object = zm_audit_record_to_json (record);

  if (!command->json)
    {
      json_object_del (object, "prev_hash");
      json_object_del (object, "hash");
    }

  return object;
}

gboolean
zm_verb_audit_list (ZmCommand  *command,
                    GError    **error)
{
  ZmAuditFilter filter = { NULL };
  g_autoptr(GPtrArray) records = NULL;
  json_t *list;

  if (!read_filter (&filter, error))
    return FALSE;
  records = zm_audit_query_list (zm_station_get_database (command->station), &filter, 0,
                                 (guint) limit, error);
  if (records == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < records->len; i++)
    json_array_append_new (list, describe_record (command, records->pdata[i]));
  zm_command_add (command, "records", list);
  return TRUE;
}

gboolean
zm_verb_audit_export (ZmCommand  *command,
                      GError    **error)
{
  ZmAuditFilter filter = { NULL };
  ZmAuditFormat format;
  guint records;

  if (!zm_audit_export_format_parse (format_name, &format))
    return zm_command_fail_usage ("--format csv, json or pdf", error);
  if (out == NULL)
    return zm_command_fail_usage ("--out FILE", error);
  if (!read_filter (&filter, error) ||
      !zm_audit_export_write (command->station, &filter, format, out, FALSE, NULL, &records, error))
    return FALSE;

  zm_command_add_text (command, "format", zm_audit_export_format_name (format));
  zm_command_add (command, "records", json_integer (records));
  zm_command_add_text (command, "out", out);
  return TRUE;
}

static void
add_shown (ZmCommand  *command,
           const char *member,
           const char *foreign)
{
  g_autofree char *shown = foreign != NULL ? zm_text_escape (foreign, -1) : NULL;

  zm_command_add_text (command, member, shown);
}

static void
add_number (ZmCommand  *command,
            const char *member,
            gint64      number)
{
  if (number != 0)
    zm_command_add (command, member, json_integer (number));
}

static void
describe_report (ZmCommand           *command,
                 const ZmAuditReport *report)
{
  zm_command_add_text (command, "verdict", zm_audit_verifier_verdict_name (report->verdict));
  zm_command_add (command, "records", json_integer (report->size));
  zm_command_add_text (command, "head", report->head);
  zm_command_add (command, "newestCheckpoint",
                  json_integer ((json_int_t) report->newest_checkpoint));
  zm_command_add (command, "lastGoodCheckpoint",
                  json_integer ((json_int_t) report->last_good_checkpoint));
  zm_command_add_text (command, "check", report->check);
  add_shown (command, "message", report->message);
  add_shown (command, "seen", report->seen);
  add_shown (command, "expected", report->expected);
  add_number (command, "firstBad", report->first_bad_seq);
  add_number (command, "lastBad", report->last_bad_seq);
  if (report->check != NULL)
    zm_command_add_text (command, "remedy", zm_remedy_for (report->check));
}

/* What even “intact” does not say. */
static void
add_limits (ZmCommand           *command,
            const ZmAuditReport *report,
            gboolean             signer_asked)
{
  gint64 uncovered = MAX (0, report->size - (gint64) report->last_good_checkpoint);

  zm_command_add (command, "recordsAfterCheckpoint", json_integer (uncovered));
  if (uncovered > 0)
    zm_output_progress (_("The last %" PRId64 " records are newer than the newest "
                                              "checkpoint: for them there is only the chain"), uncovered);
  if (!signer_asked)
    zm_output_progress ("%s", _("The signer was not asked for its last checkpoint: with "
                                "--passphrase-fd a cut log is found even if files of checkpoints "
                                "were removed with it"));
}

gboolean
zm_verb_audit_verify (ZmCommand  *command,
                      GError    **error)
{
  static const int exit_codes[] = {
    [ZM_AUDIT_INTACT] = 0,
    [ZM_AUDIT_BROKEN] = 20,
    [ZM_AUDIT_CUT] = 21,
    [ZM_AUDIT_UNREADABLE] = 22,
    [ZM_AUDIT_UNWITNESSED] = 23,
  };
  g_autoptr(ZmSignerClient) signer = NULL;
  g_autoptr(ZmAuditReport) report = NULL;

  if (!zm_command_find_signer (command, &signer, error))
    return FALSE;

  report = zm_audit_desk_verify (command->directory, signer, NULL);
  describe_report (command, report);
  zm_command_add (command, "signerAsked", json_boolean (signer != NULL));
  add_limits (command, report, signer != NULL);
  command->exit_code = exit_codes[report->verdict];
  return TRUE;
}
