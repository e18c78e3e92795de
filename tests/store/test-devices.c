#include "app/store/certificate-record.h"
#include "app/store/device-query.h"
#include "tests/store/registry.h"

#define NOW (NOON + 100 * ZM_INSTANT_DAY)

static void
add_device_at (Store      *store,
               const char *device_id,
               const char *label,
               const char *location)
{
  const ZmDeviceRecord record = {
    .device_id = (char *) device_id,
    .label = (char *) label,
    .location = (char *) location,
    .state = ZM_DEVICE_ACTIVE,
    .created_at = NOON,
    .updated_at = NOON,
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_device_record_insert (store->database, &record, &error));
  g_assert_no_error (error);
}

static void
add_certificate (Store              *store,
                 const char         *device_id,
                 guint               number,
                 ZmInstant           not_after,
                 ZmCertificateState  state)
{
  g_autofree char *serial = g_strdup_printf ("%032X", number);
  g_autoptr(GBytes) der = g_bytes_new ("der", 3);
  const ZmCertificateRecord record = {
    .serial = serial,
    .issuer_sha256 = store->hash,
    .device_id = (char *) device_id,
    .kind = ZM_CERTIFICATE_DEVICE,
    .der = der,
    .key_sha256 = store->hash,
    .not_before = NOON,
    .not_after = not_after,
    .issued_at = NOON,
    .state = state,
    .revoked_at = state == ZM_CERTIFICATE_REVOKED ? NOON : 0,
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_certificate_record_insert (store->database, &record, &error));
  g_assert_no_error (error);
}

static void
add_ended_session (Store          *store,
                   const char     *session_id,
                   const char     *device_id,
                   ZmInstant       at,
                   ZmSessionState  state)
{
  g_autoptr(ZmSessionRecord) record = new_session (session_id);
  g_autoptr(GError) error = NULL;

  g_free (record->device_id);
  record->device_id = g_strdup (device_id);
  g_clear_pointer (&record->pairing_code, g_free);
  record->started_at = at;
  record->updated_at = at + ZM_INSTANT_MINUTE;
  record->state = state;
  g_assert_true (zm_session_record_insert (store->database, record, &error));
  g_assert_no_error (error);
}

/* DEV-A … DEV-F, one of each standing, beside the two devices that have nothing. */
static void
add_crowd (Store *store)
{
  add_device_at (store, "DEV-A", "alpha", "Ward 3, bed 1");
  add_certificate (store, "DEV-A", 1, NOW - 1, ZM_CERTIFICATE_ACTIVE);
  add_device_at (store, "DEV-B", "Bravo", "Ward 3 , bed 2");
  add_certificate (store, "DEV-B", 2, NOW - 1, ZM_CERTIFICATE_SUPERSEDED);
  add_certificate (store, "DEV-B", 3, NOW + 30 * ZM_INSTANT_DAY, ZM_CERTIFICATE_ACTIVE);
  add_device_at (store, "DEV-C", "charlie", NULL);
  add_certificate (store, "DEV-C", 4, NOW + 30 * ZM_INSTANT_DAY + 1, ZM_CERTIFICATE_ISSUED);
  add_device_at (store, "DEV-D", "delta", "Ward 4");
  add_certificate (store, "DEV-D", 5, NOW + 400 * ZM_INSTANT_DAY, ZM_CERTIFICATE_ACTIVE);
  add_device_at (store, "DEV-E", "ÉCHO 100%", "Ward 4");
  add_certificate (store, "DEV-E", 6, NOW + 400 * ZM_INSTANT_DAY, ZM_CERTIFICATE_REVOKED);
}

/* The devices that come of a query, with spaces between. */
static char *
ask (Store                *store,
     const ZmDeviceFilter *filter,
     ZmDeviceColumn        sort,
     gboolean              descending)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows = zm_device_query_order (store->database, filter, sort, descending, NOW,
                                                  NULL, &error);
  g_autoptr(GPtrArray) lines = NULL;
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  lines = zm_device_query_lines (store->database, (const gint64 *) rows->data, rows->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            ((ZmDeviceLine *) lines->pdata[i])->device_id + strlen ("DEV-"));

  return g_string_free (names, FALSE);
}

static void
assert_found (Store                *store,
              const ZmDeviceFilter *filter,
              const char           *expected)
{
  g_autofree char *found = ask (store, filter, ZM_DEVICE_COLUMN_DEVICE, FALSE);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_sorted (Store          *store,
               ZmDeviceColumn  sort,
               gboolean        descending,
               const char     *expected)
{
  const ZmDeviceFilter all = { .text = NULL };
  g_autofree char *found = ask (store, &all, sort, descending);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_line (Store         *store,
           gconstpointer  data)
{
  g_autoptr(ZmDeviceLine) line = NULL;
  g_autoptr(ZmDeviceLine) bare = NULL;
  g_autoptr(ZmDeviceLine) none = NULL;
  g_autoptr(GError) error = NULL;

  add_crowd (store);
  add_ended_session (store, OTHER, "DEV-B", NOON, ZM_SESSION_VERIFIED);
  add_ended_session (store, SESSION, "DEV-B", NOON + ZM_INSTANT_DAY, ZM_SESSION_FAILED);

  line = zm_device_query_get (store->database, "DEV-B", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line->label, ==, "Bravo");
  g_assert_cmpint (line->ends_at, ==, NOW + 30 * ZM_INSTANT_DAY);
  g_assert_true (line->has_session);
  g_assert_cmpint (line->outcome, ==, ZM_SESSION_FAILED);
  g_assert_cmpint (line->seen_at, ==, NOON + ZM_INSTANT_DAY + ZM_INSTANT_MINUTE);
  g_assert_cmpint (line->verified_at, ==, NOON + ZM_INSTANT_MINUTE);

  bare = zm_device_query_get (store->database, "DEV-001", &error);
  g_assert_no_error (error);
  g_assert_false (bare->has_session);
  g_assert_cmpint (bare->ends_at, ==, 0);
  g_assert_cmpint (bare->seen_at, ==, 0);

  none = zm_device_query_get (store->database, "DEV-X", &error);
  g_assert_null (none);
  assert_check (error, "device.unknown");
}

static void
test_sort (Store         *store,
           gconstpointer  data)
{
  add_crowd (store);
  add_ended_session (store, OTHER, "DEV-C", NOON, ZM_SESSION_VERIFIED);

  assert_sorted (store, ZM_DEVICE_COLUMN_DEVICE, TRUE, "E D C B A 002 001");
  assert_sorted (store, ZM_DEVICE_COLUMN_LABEL, FALSE, "A B C D 001 002 E");
  assert_sorted (store, ZM_DEVICE_COLUMN_EXPIRY, FALSE, "A B C D 001 002 E");
  assert_sorted (store, ZM_DEVICE_COLUMN_EXPIRY, TRUE, "D C B A E 002 001");
  assert_sorted (store, ZM_DEVICE_COLUMN_OUTCOME, FALSE, "C 001 002 A B D E");
  assert_sorted (store, ZM_DEVICE_COLUMN_SEEN, TRUE, "C E D B A 002 001");
}

static void
test_filter (Store         *store,
             gconstpointer  data)
{
  add_crowd (store);
  add_session (store, SESSION); /* of DEV-001, open */

  assert_found (store, &(ZmDeviceFilter) { .text = "BRAV" }, "B");
  assert_found (store, &(ZmDeviceFilter) { .text = "bed" }, "A B");
  assert_found (store, &(ZmDeviceFilter) { .text = "écho" }, "E");
  assert_found (store, &(ZmDeviceFilter) { .text = "100%" }, "E");
  assert_found (store, &(ZmDeviceFilter) { .text = "%" }, "E");
  assert_found (store, &(ZmDeviceFilter) { .text = "_" }, "");
  assert_found (store, &(ZmDeviceFilter) { .text = "3",
                                           .serial = "00000000000000000000000000000004" },
                "A B C");
  assert_found (store, &(ZmDeviceFilter) { .ward = "Ward 3" }, "A B");
  assert_found (store, &(ZmDeviceFilter) { .ward = "" }, "C");
  assert_found (store, &(ZmDeviceFilter) { .states = 1u << ZM_DEVICE_REGISTERED }, "001 002");
  assert_found (store, &(ZmDeviceFilter) { .half_done = TRUE }, "001");
  assert_found (store, &(ZmDeviceFilter) { .ward = "Ward 4", .text = "delta" }, "D");
}

static void
test_standings (Store         *store,
                gconstpointer  data)
{
  static const char *const expected[ZM_N_STANDINGS] = {
    [ZM_STANDING_NONE] = "001 002", [ZM_STANDING_REVOKED] = "E", [ZM_STANDING_EXPIRED] = "A",
    [ZM_STANDING_MONTH] = "B", [ZM_STANDING_QUARTER] = "C", [ZM_STANDING_LATER] = "D",
  };

  add_crowd (store);
  for (guint i = 0; i < ZM_N_STANDINGS; i++)
    assert_found (store, &(ZmDeviceFilter) { .standings = ZM_STANDING_BIT (i) }, expected[i]);
  assert_found (store, &(ZmDeviceFilter) { .standings = ZM_STANDINGS_VALID }, "B C D");
  assert_found (store, &(ZmDeviceFilter) { .standings = ZM_STANDING_BIT (ZM_STANDING_EXPIRED) |
                                                        ZM_STANDING_BIT (ZM_STANDING_LATER) |
                                                        ZM_STANDING_BIT (ZM_STANDING_REVOKED) },
                "A D E");
}

/* SQL and C must not judge differently. */
static void
test_wards (Store         *store,
            gconstpointer  data)
{
  static const char *const names[] = { "", "7b", "Ward 3", "Ward 4", "Ward 10" };
  static const guint counts[][ZM_N_STANDINGS] = {
    {[ZM_STANDING_QUARTER] = 1 },
    {[ZM_STANDING_NONE] = 2 },
    {[ZM_STANDING_EXPIRED] = 1, [ZM_STANDING_MONTH] = 1 },
    {[ZM_STANDING_REVOKED] = 1, [ZM_STANDING_LATER] = 1 },
    {[ZM_STANDING_NONE] = 1 },
  };
  g_autoptr(GPtrArray) wards = NULL;
  g_autoptr(GError) error = NULL;

  add_crowd (store);
  add_device_at (store, "DEV-F", "foxtrot", "Ward 10, bed 1");
  add_device_at (store, "DEV-Z", "gone", "Ward 9");
  g_assert_true (zm_device_record_set_state (store->database, "DEV-Z", ZM_DEVICE_RETIRED, NOON,
                                             &error));
  wards = zm_device_query_wards (store->database, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wards->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < wards->len; i++)
    {
      const ZmWardExpiry *ward = wards->pdata[i];

      g_assert_cmpstr (ward->ward, ==, names[i]);
      g_assert_cmpmem (ward->counts, sizeof ward->counts, counts[i], sizeof counts[i]);
    }
}

static void
test_gone_and_given_up (Store         *store,
                        gconstpointer  data)
{
  const ZmDeviceFilter all = { .text = NULL };
  const gint64 rows[] = { 1, 999 };
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GError) error = NULL;
  gint64 count;

  lines = zm_device_query_lines (store->database, rows, G_N_ELEMENTS (rows), &error);
  g_assert_no_error (error);
  g_assert_nonnull (lines->pdata[0]);
  g_assert_null (lines->pdata[1]);
  g_assert_true (zm_device_query_count (store->database, &count, &error));
  g_assert_cmpint (count, ==, 2);

  g_cancellable_cancel (cancelled);
  g_assert_null (zm_device_query_order (store->database, &all, ZM_DEVICE_COLUMN_DEVICE, FALSE, NOW,
                                        cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (zm_device_query_wards (store->database, NOW, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A time that is none is told by the row that has it, and does not stop a list of wards. */
static void
test_damaged (Store         *store,
              gconstpointer  data)
{
  g_autoptr(ZmDeviceLine) line = NULL;
  g_autoptr(GPtrArray) wards = NULL;
  g_autoptr(GError) error = NULL;

  add_crowd (store);
  g_assert_true (zm_database_run_script (store->database,
                                         "UPDATE certificates SET not_after = 'never'", &error));
  line = zm_device_query_get (store->database, "DEV-A", &error);
  g_assert_null (line);
  assert_check (error, "database.corrupt");
  g_clear_error (&error);
  wards = zm_device_query_wards (store->database, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wards->len, ==, 4);
}

#define ADD(path, test) g_test_add (path, Store, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/devices/line", test_line);
  ADD ("/devices/sort", test_sort);
  ADD ("/devices/filter", test_filter);
  ADD ("/devices/standings", test_standings);
  ADD ("/devices/wards", test_wards);
  ADD ("/devices/gone-and-given-up", test_gone_and_given_up);
  ADD ("/devices/damaged", test_damaged);

  return g_test_run ();
}
