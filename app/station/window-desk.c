#include "app/station/window-desk.h"

#include "app/base/error.h"
#include "app/station/answer.h"
#include "app/station/audit-desk.h"

#define INSTANT_LENGTH 64 /* bytes */

/* A log that was changed (one without a checkpoint yet was not) says nothing reliable about what was issued: nothing more is, until
 * somebody has looked. */
static gboolean
check_audit_log (ZmStation  *station,
                 GError    **error)
{
  g_autoptr(ZmAuditReport) report =
    zm_audit_desk_verify (zm_station_get_directory (station), zm_station_get_signer (station),
                          NULL);

  if (report->verdict == ZM_AUDIT_INTACT || report->verdict == ZM_AUDIT_UNWITNESSED)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CORRUPT, report->check != NULL ? report->check : "audit.row",
                report->seen, report->expected,
                "The audit log is %s, so no window is opened: %s",
                zm_audit_verifier_verdict_name (report->verdict),
                report->message != NULL ? report->message : "see “audit verify”");
  return FALSE;
}

gboolean
zm_window_desk_open (ZmStation  *station,
                     guint       devices,
                     guint       minutes,
                     GError    **error)
{
  ZmStationEvent event = { .action = "window.opened" };
  json_t *members;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  if (!check_audit_log (station, error))
    return FALSE;

  members = json_pack ("{s:I, s:I}", "devices", (json_int_t) devices,
                       "minutes", (json_int_t) minutes);
  event.detail = json_deep_copy (members);
  return zm_station_act (station, ZM_REQUEST_WINDOW_OPEN, members, &event, "authority", error);
}

gboolean
zm_window_desk_close (ZmStation  *station,
                      GError    **error)
{
  const ZmStationEvent event = { .action = "window.closed" };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  return zm_station_act (station, ZM_REQUEST_WINDOW_CLOSE, NULL, &event, "authority", error);
}

static gboolean
read_until (const json_t   *window,
            ZmWindowState  *state,
            GError        **error)
{
  const char *text;

  if (!zm_json_get_optional (window, "until", INSTANT_LENGTH, &text, "answer.json", error))
    return FALSE;
  if (text == NULL || zm_instant_parse (text, &state->until))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "answer.json", text, "an instant (RFC 3339)",
                "The signer gave no time for the window");
  return FALSE;
}

gboolean
zm_window_desk_show (ZmStation      *station,
                     ZmWindowState  *state,
                     GError        **error)
{
  g_autoptr(json_t) answer = NULL;
  ZmWindowState found = { FALSE };
  const json_t *window;
  gint64 left;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  answer = zm_station_call (station, ZM_REQUEST_STATUS, NULL, error);
  if (answer == NULL)
    return FALSE;
  window = json_object_get (answer, "window");
  if (!zm_json_get_integer (window, "devicesLeft", 0, G_MAXUINT32, &left, "answer.json", error) ||
      !read_until (window, &found, error))
    return FALSE;

  found.open = json_is_true (json_object_get (window, "open"));
  found.devices_left = (guint) left;
  *state = found;
  return TRUE;
}
