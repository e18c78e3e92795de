#include "app/station/audit-finding.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"
#include "app/protocol/member.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX 16384 /* bytes */
#define TEXT_MAX 1024 /* bytes of a message, or of what was seen or expected */

static const ZmMember members[] = {
  { "check", ZM_MEMBER_CHECK, FALSE, 1, 64, 0, { NULL } },
  { "expected", ZM_MEMBER_TEXT, TRUE, 0, TEXT_MAX, 0, { NULL } },
  { "firstBad", ZM_MEMBER_INTEGER, FALSE, 0, G_MAXINT64, 0, { NULL } },
  { "lastBad", ZM_MEMBER_INTEGER, FALSE, 0, G_MAXINT64, 0, { NULL } },
  { "lastGoodCheckpoint", ZM_MEMBER_INTEGER, FALSE, 0, G_MAXINT64, 0, { NULL } },
  { "message", ZM_MEMBER_TEXT, FALSE, 1, TEXT_MAX, 0, { NULL } },
  { "records", ZM_MEMBER_INTEGER, FALSE, 0, G_MAXINT64, 0, { NULL } },
  { "seen", ZM_MEMBER_TEXT, TRUE, 0, TEXT_MAX, 0, { NULL } },
  { "verdict", ZM_MEMBER_CHOICE, FALSE, 0, 0, 0,
    { "broken", "cut", "unreadable", "unwitnessed", NULL } },
  { 0 },
};

static char *
get_path (const char *station_directory)
{
  return g_build_filename (station_directory, ZM_AUDIT_FINDING_FILE, NULL);
}

static gboolean
forget (const char  *path,
        GError     **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "An old finding cannot be removed");
  return FALSE;
}

gboolean
zm_audit_finding_keep (const char           *station_directory,
                       const ZmAuditReport  *report,
                       GError              **error)
{
  g_autofree char *path = NULL;
  g_autoptr(json_t) object = NULL;
  gboolean kept;
  char *text;

  g_return_val_if_fail (station_directory != NULL && report != NULL, FALSE);

  path = get_path (station_directory);
  if (report->verdict == ZM_AUDIT_INTACT)
    return forget (path, error);

  object = json_pack ("{s:s, s:s*, s:I, s:I, s:I, s:s, s:I, s:s*, s:s}", "check", report->check,
                      "expected", report->expected,
                      "firstBad", (json_int_t) report->first_bad_seq,
                      "lastBad", (json_int_t) report->last_bad_seq,
                      "lastGoodCheckpoint", (json_int_t) report->last_good_checkpoint,
                      "message", report->message, "records", (json_int_t) report->size,
                      "seen", report->seen, "verdict", zm_audit_verifier_verdict_name (report->verdict));
  g_assert (object != NULL);
  text = json_dumps (object, JSON_INDENT (2));

  kept = zm_file_write (path, text, strlen (text), 0600, error);
  free (text);
  return kept;
}

static char *
copy_text (const json_t *object,
           const char   *member)
{
  return g_strdup (json_string_value (json_object_get (object, member)));
}

static gboolean
parse_verdict (const json_t   *object,
               ZmAuditVerdict *verdict)
{
  const char *name = json_string_value (json_object_get (object, "verdict"));

  for (guint i = ZM_AUDIT_INTACT; i <= ZM_AUDIT_UNWITNESSED; i++)
    {
      if (g_strcmp0 (zm_audit_verifier_verdict_name ((ZmAuditVerdict) i), name) == 0)
        {
          *verdict = (ZmAuditVerdict) i;
          return TRUE;
        }
    }

  return FALSE;
}

ZmAuditReport *
zm_audit_finding_read (const char *station_directory)
{
  const char *const envelope[] = { NULL };
  g_autofree char *path = NULL;
  g_autoptr(GBytes) content = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(ZmAuditReport) report = NULL;

  g_return_val_if_fail (station_directory != NULL, NULL);

  path = get_path (station_directory);
  content = zm_file_read (path, FILE_MAX, NULL);
  if (content == NULL)
    return NULL;
  object = zm_json_parse_object (g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                                 "file.read", NULL);
  report = g_new0 (ZmAuditReport, 1);
  if (object == NULL || !zm_member_check_object (object, members, envelope, "file.read", NULL) ||
      !parse_verdict (object, &report->verdict))
    return NULL;

  report->check = copy_text (object, "check");
  report->message = copy_text (object, "message");
  report->seen = copy_text (object, "seen");
  report->expected = copy_text (object, "expected");
  report->size = json_integer_value (json_object_get (object, "records"));
  report->first_bad_seq = json_integer_value (json_object_get (object, "firstBad"));
  report->last_bad_seq = json_integer_value (json_object_get (object, "lastBad"));
  report->last_good_checkpoint =
    (guint64) json_integer_value (json_object_get (object, "lastGoodCheckpoint"));

  return g_steal_pointer (&report);
}
