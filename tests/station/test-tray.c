#include "app/station/tray.h"

#include "app/base/error.h"
#include "app/pki/random.h"
#include "app/store/session-record.h"
#include "tests/station/desk.h"

/* A session that has come so far, and then nothing more. */
static char *
begin (Desk           *desk,
       const char     *device_id,
       ZmSessionState  state)
{
  char *session_id = zm_random_uuid ();
  const ZmSessionRecord record = {
    .session_id = session_id,
    .device_id = (char *) device_id,
    .state = state,
    .operator = (char *) DESK_OPERATOR,
    .started_at = zm_instant_now (),
    .updated_at = zm_instant_now (),
  };
  g_autoptr(GError) error = NULL;

  desk_add (desk, device_id);
  g_assert_true (zm_session_record_insert (zm_station_get_database (desk->station), &record,
                                           &error));
  g_assert_no_error (error);
  return session_id;
}

static void
interrupt (Desk       *desk,
           const char *session_id)
{
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_UNAVAILABLE, "tether.unplugged", "1-2",
                                                    NULL, "The device was unplugged");

  zm_station_record_refusal (desk->station,
                             &(ZmStationEvent) {
    .action = "session.interrupted",
    .outcome = ZM_AUDIT_UNKNOWN,
    .session = session_id,
    .detail = json_pack ("{s:s}", "message", failure->message),
  },
                             failure);
}

static void
assert_item (ZmTrayItem     *item,
             const char     *session_id,
             ZmSessionState  state,
             const char     *reason)
{
  g_autofree char *seen_reason = NULL;
  g_autofree char *operator_name = NULL;
  ZmSessionState seen_state;

  g_assert_nonnull (item);
  g_assert_cmpstr (zm_tray_item_get_session_id (item), ==, session_id);
  g_object_get (item, "state", &seen_state, "reason", &seen_reason, "operator", &operator_name,
                NULL);
  g_assert_cmpint (seen_state, ==, state);
  g_assert_cmpstr (seen_reason, ==, reason);
  g_assert_cmpstr (operator_name, ==, DESK_OPERATOR);
}

static void
iterate_until_filled (ZmTray *tray,
                      guint   count)
{
  while (g_list_model_get_n_items (zm_tray_get_items (tray)) != count)
    g_main_context_iteration (NULL, TRUE);
}

static void
iterate_until_reached (ZmTray         *tray,
                       const char     *device_id,
                       ZmSessionState  expected)
{
  ZmSessionState state;

  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (zm_tray_find (tray, device_id), "state", &state, NULL);
    } while (state != expected);
}

static void
test_tells_step_and_reason (Desk          *desk,
                            gconstpointer  data)
{
  g_autofree char *issued = begin (desk, "DEV-1", ZM_SESSION_ISSUED);
  g_autofree char *paired = begin (desk, "DEV-2", ZM_SESSION_PAIRED);
  g_autofree char *ended = begin (desk, "DEV-3", ZM_SESSION_FAILED);
  g_autoptr(ZmTray) tray = NULL;

  interrupt (desk, issued);
  tray = zm_tray_new (desk->station);
  iterate_until_filled (tray, 2);
  assert_item (zm_tray_find (tray, "DEV-1"), issued, ZM_SESSION_ISSUED, "The device was unplugged");
  assert_item (zm_tray_find (tray, "DEV-2"), paired, ZM_SESSION_PAIRED, NULL);
  g_assert_true (zm_tray_item_can_resume (zm_tray_find (tray, "DEV-1")));
  g_assert_false (zm_tray_item_can_resume (zm_tray_find (tray, "DEV-2")));
  g_assert_null (zm_tray_find (tray, "DEV-3"));
}

static void
test_follows_the_store (Desk          *desk,
                        gconstpointer  data)
{
  g_autofree char *session_id = begin (desk, "DEV-1", ZM_SESSION_DELIVERED);
  g_autoptr(ZmTray) tray = zm_tray_new (desk->station);
  ZmDatabase *database = zm_station_get_database (desk->station);
  g_autoptr(ZmSessionRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  iterate_until_filled (tray, 1);
  interrupt (desk, session_id);
  record = zm_session_record_get (database, session_id, &error);
  record->state = ZM_SESSION_INSTALLED;
  record->updated_at = zm_instant_now () + 1;
  g_assert_true (zm_session_record_update (database, record, &error));

  /* It went on after that interruption, so that its reason is none for where it stands now. */
  zm_station_notify (desk->station, "sessions");
  iterate_until_reached (tray, "DEV-1", ZM_SESSION_INSTALLED);
  assert_item (zm_tray_find (tray, "DEV-1"), session_id, ZM_SESSION_INSTALLED, NULL);

  record->state = ZM_SESSION_VERIFIED;
  g_assert_true (zm_session_record_update (database, record, &error));
  zm_station_notify (desk->station, "sessions");
  iterate_until_filled (tray, 0);
}

/* The thread that read last may still hold the station. */
static void
tear_down (Desk          *desk,
           gconstpointer  data)
{
  while (g_atomic_int_get (&G_OBJECT (desk->station)->ref_count) > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  desk_tear_down (desk, data);
}

#define ADD(name, function) \
  g_test_add ("/tray/" name, Desk, NULL, desk_set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("step-and-reason", test_tells_step_and_reason);
  ADD ("follows", test_follows_the_store);

  return g_test_run ();
}
