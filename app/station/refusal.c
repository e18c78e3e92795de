#include "app/station/refusal.h"

#include "app/base/error.h"
#include "app/base/text.h"

#define SHOWN_MAX    400            /* bytes of a foreign value that a record keeps */
#define SYSTEM       "system"
#define UNKNOWN_DESK "unknown desk" /* where the file that names it cannot be read */

static void
add_shown (json_t     *detail,
           const char *member,
           const char *value)
{
  g_autofree char *head = value != NULL ? g_strndup (value, SHOWN_MAX) : NULL;
  g_autofree char *shown = head != NULL ? zm_text_escape (head, -1) : NULL;

  zm_json_set_string (detail, member, shown);
}

void
zm_refusal_describe (const GError *refusal,
                     json_t       *detail)
{
  g_return_if_fail (refusal != NULL);

  add_shown (detail, "check", zm_error_get_check (refusal));
  add_shown (detail, "seen", zm_error_get_seen (refusal));
  add_shown (detail, "expected", zm_error_get_expected (refusal));
}

void
zm_refusal_note (ZmStation    *station,
                 const char   *what,
                 const GError *refusal)
{
  ZmStationEvent event = { .action = "command.refused", .outcome = ZM_AUDIT_FAILURE };

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (what != NULL && refusal != NULL);

  if (zm_error_is_on_record (refusal))
    return;

  event.detail = json_pack ("{s:s}", "command", what);
  zm_station_record_refusal (station, &event, refusal);
}

static gboolean
append (const char    *path,
        const GError  *refusal,
        GError       **error)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditLog) log = NULL;
  g_autoptr(ZmAuditRecord) record = NULL;

  database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_WRITE, error);
  if (database == NULL)
    return FALSE;
  log = zm_audit_log_open (database, UNKNOWN_DESK, error);
  if (log == NULL)
    return FALSE;

  record = zm_audit_record_new (SYSTEM, SYSTEM, "station.refused", ZM_AUDIT_FAILURE);
  record->detail = json_object ();
  zm_refusal_describe (refusal, record->detail);
  return zm_audit_log_append (log, record, error);
}

void
zm_refusal_note_unopened (const char   *directory,
                          const GError *refusal)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (directory != NULL && refusal != NULL);

  path = g_build_filename (directory, ZM_STATION_DATABASE_FILE, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (append (path, refusal, &error))
    zm_error_set_on_record (refusal);
  else
    g_debug ("A refusal could not be recorded: %s", error->message);
}
