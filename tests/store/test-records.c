#include "app/store/code-attempt.h"
#include "app/store/code-record.h"
#include "tests/store/registry.h"

static void
test_device (Store         *store,
             gconstpointer  data)
{
  g_autoptr(ZmDeviceRecord) record = NULL;
  g_autoptr(ZmDeviceRecord) again = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;

  record = zm_device_record_get (store->database, "DEV-001", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (record->label, ==, "Intensivpflege Zürich, Bett 7");
  g_assert_null (record->model);
  g_assert_cmpint (record->created_at, ==, NOON);
  g_assert_cmpint (record->state, ==, ZM_DEVICE_REGISTERED);

  record->model = g_strdup ("ZM-7");
  g_assert_true (zm_device_record_update (store->database, record, &error));
  g_assert_true (zm_device_record_set_state (store->database, "DEV-001", ZM_DEVICE_ACTIVE,
                                             NOON + 1, &error));
  again = zm_device_record_get (store->database, "DEV-001", &error);
  g_assert_cmpstr (again->model, ==, "ZM-7");
  g_assert_cmpint (again->state, ==, ZM_DEVICE_ACTIVE);
  g_assert_cmpint (again->updated_at, ==, NOON + 1);

  all = zm_device_record_list (store->database, &error);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_device_refusals (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(ZmDeviceRecord) record = zm_device_record_get (store->database, "DEV-001", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_device_record_insert (store->database, record, &error));
  assert_check (error, "database.constraint");
  g_clear_error (&error);

  g_assert_null (zm_device_record_get (store->database, "DEV-003", &error));
  assert_check (error, "device.unknown");
  g_assert_true (zm_error_matches (error, ZM_ERROR_NOT_FOUND));
  g_clear_error (&error);

  g_free (record->device_id);
  record->device_id = g_strdup ("DEV-003");
  g_assert_false (zm_device_record_update (store->database, record, &error));
  assert_check (error, "device.unknown");
  g_clear_error (&error);

  g_assert_false (zm_device_record_set_state (store->database, "DEV-003", ZM_DEVICE_RETIRED, NOON,
                                              &error));
  assert_check (error, "device.unknown");
}

static void
test_damaged_values (Store         *store,
                     gconstpointer  data)
{
  static const char *const changes[] = {
    "UPDATE devices SET updated_at = '2025-12-01'",
    "UPDATE devices SET location = CAST (x'ff' AS TEXT)",
    "PRAGMA ignore_check_constraints = ON; UPDATE devices SET state = 'stolen'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SAVEPOINT a; %s", changes[i]);
      g_autoptr(GError) error = NULL;

      g_assert_true (zm_database_run_script (store->database, sql, NULL));
      g_assert_null (zm_device_record_list (store->database, &error));
      assert_check (error, "database.corrupt");
      g_assert_true (zm_database_run_script (store->database, "ROLLBACK TO a; RELEASE a", NULL));
    }
}

static ZmCodeRecord *
new_code (void)
{
  ZmCodeRecord *record = g_new0 (ZmCodeRecord, 1);

  record->device_id = g_strdup ("DEV-001");
  record->code_hash = g_strdup ("hash");
  record->origin = ZM_CODE_SHOWN;
  record->issued_at = NOON;
  record->expires_at = NOON + 15 * ZM_INSTANT_MINUTE;

  return record;
}

static void
test_code (Store         *store,
           gconstpointer  data)
{
  g_autoptr(ZmCodeRecord) record = new_code ();
  g_autoptr(ZmCodeRecord) second = new_code ();
  g_autoptr(ZmCodeRecord) live = NULL;
  g_autoptr(ZmCodeRecord) used = NULL;
  g_autoptr(GError) error = NULL;

  add_session (store, SESSION);
  g_assert_true (zm_code_record_insert (store->database, record, &error));
  g_assert_cmpint (record->id, >, 0);
  g_assert_false (zm_code_record_insert (store->database, second, &error));
  assert_check (error, "database.constraint");
  g_assert_cmpint (second->id, ==, 0);
  g_clear_error (&error);

  record->attempts = 3;
  g_assert_true (zm_code_record_update (store->database, record, &error));
  live = zm_code_record_get_live (store->database, "DEV-001", &error);
  g_assert_cmpint (live->attempts, ==, 3);
  g_assert_cmpint (live->origin, ==, ZM_CODE_SHOWN);

  g_assert_true (zm_code_record_use (store->database, record->id, SESSION, &error));
  g_assert_false (zm_code_record_use (store->database, record->id, SESSION, &error));
  assert_check (error, "code.unknown");
  used = zm_code_record_find (store->database, "DEV-001", "hash", NULL);
  g_assert_cmpint (used->state, ==, ZM_CODE_USED);
  g_assert_cmpstr (used->session_id, ==, SESSION);
}

static void
test_code_replace (Store         *store,
                   gconstpointer  data)
{
  g_autoptr(ZmCodeRecord) first = new_code ();
  g_autoptr(ZmCodeRecord) second = new_code ();
  g_autoptr(ZmCodeRecord) live = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_code_record_replace (store->database, first, &error));
  g_assert_true (zm_code_record_replace (store->database, second, &error));
  before = zm_code_record_list_live (store->database, &error);
  g_assert_cmpuint (before->len, ==, 1);
  live = zm_code_record_get_live (store->database, "DEV-001", &error);
  g_assert_cmpint (live->id, ==, second->id);
  g_assert_true (zm_code_record_void_all (store->database, &error));
  after = zm_code_record_list_live (store->database, &error);
  g_assert_cmpuint (after->len, ==, 0);
}

static void
test_code_attempts (Store         *store,
                    gconstpointer  data)
{
  static const struct {
    const char *device_id;
    const char *port;
    ZmInstant at;
    gboolean success;
  } attempts[] = {
    { "DEV-001", "1-1", NOON - 2 * ZM_INSTANT_HOUR, FALSE }, /* too long ago */
    { "DEV-001", "1-1", NOON - 20, FALSE },
    { "DEV-001", "1-2", NOON - 10, FALSE }, /* same device, other port */
    { "no such", "1-1", NOON - 30, FALSE }, /* same port, other device */
    { "DEV-002", "1-2", NOON, FALSE },      /* neither */
    { "DEV-001", "1-1", NOON, TRUE },
  };
  ZmCodeFailures failures = { -1, -1 };
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    g_assert_true (zm_code_attempt_insert (store->database, attempts[i].device_id,
                                           attempts[i].port, attempts[i].at, attempts[i].success,
                                           &error));
  g_assert_true (zm_code_attempt_count_failures (store->database, "DEV-001", "1-1",
                                                 NOON - ZM_INSTANT_HOUR, NOON, &failures, &error));
  g_assert_cmpint (failures.failures, ==, 3);
  g_assert_cmpint (failures.last_failure, ==, NOON - 10);

  g_assert_true (zm_code_attempt_count_failures (store->database, "DEV-009", "9-9", 1, NOON,
                                                 &failures, &error));
  g_assert_cmpint (failures.failures, ==, 0);
  g_assert_cmpint (failures.last_failure, ==, 0);
}

static void
test_session (Store         *store,
              gconstpointer  data)
{
  g_autoptr(ZmSessionRecord) record = NULL;
  g_autoptr(ZmSessionRecord) again = NULL;
  g_autoptr(GError) error = NULL;

  add_session (store, SESSION);
  record = zm_session_record_get_open (store->database, "DEV-001", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (record->session_id, ==, SESSION);
  g_assert_cmpint (record->purpose, ==, ZM_SESSION_PURPOSE_TAKEOVER);
  g_assert_true (record->number_confirmed);
  g_assert_cmpmem (g_bytes_get_data (record->csr_der, NULL), g_bytes_get_size (record->csr_der),
                   "csr", 3);
  g_assert_null (record->serial);

  record->state = ZM_SESSION_FAILED;
  record->failed_step = g_strdup ("deliver");
  g_assert_true (zm_session_record_update (store->database, record, &error));
  again = zm_session_record_get (store->database, SESSION, &error);
  g_assert_cmpstr (again->failed_step, ==, "deliver");
  g_assert_null (zm_session_record_get_open (store->database, "DEV-001", &error));
  assert_check (error, "session.unknown");
}

static void
test_session_drops_its_code (Store         *store,
                             gconstpointer  data)
{
  static const ZmSessionState states[] = { ZM_SESSION_VERIFIED, ZM_SESSION_FAILED,
                                           ZM_SESSION_ABANDONED };

  add_session (store, SESSION);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(ZmSessionRecord) record = NULL;
      g_autoptr(ZmSessionRecord) again = NULL;
      g_autoptr(GError) error = NULL;

      record = zm_session_record_get (store->database, SESSION, &error);
      g_free (record->pairing_code);
      record->pairing_code = g_strdup ("ABCD-1234");
      record->state = states[i];
      g_assert_true (zm_session_record_update (store->database, record, &error));
      again = zm_session_record_get (store->database, SESSION, &error);
      g_assert_null (again->pairing_code);
    }
}

static void
test_session_lists (Store         *store,
                    gconstpointer  data)
{
  g_autoptr(ZmSessionRecord) record = new_session (SESSION);
  g_autoptr(GPtrArray) open = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GError) error = NULL;

  add_session (store, SESSION);
  record->state = ZM_SESSION_VERIFIED;
  g_assert_true (zm_session_record_update (store->database, record, &error));
  add_session (store, OTHER);

  open = zm_session_record_list_open (store->database, &error);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (((ZmSessionRecord *) open->pdata[0])->session_id, ==, OTHER);
  all = zm_session_record_list (store->database, "DEV-001", &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((ZmSessionRecord *) all->pdata[0])->session_id, ==, OTHER);
  none = zm_session_record_list (store->database, "DEV-002", &error);
  g_assert_cmpuint (none->len, ==, 0);
}

#define ADD(path, test) g_test_add (path, Store, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/device/round-trip", test_device);
  ADD ("/device/refusals", test_device_refusals);
  ADD ("/device/damaged-values", test_damaged_values);
  ADD ("/code/round-trip", test_code);
  ADD ("/code/replace", test_code_replace);
  ADD ("/code/attempts", test_code_attempts);
  ADD ("/session/round-trip", test_session);
  ADD ("/session/drops-its-code", test_session_drops_its_code);
  ADD ("/session/lists", test_session_lists);

  return g_test_run ();
}
