#include "app/store/certificate-record.h"
#include "app/store/crl-record.h"
#include "app/store/intent-record.h"
#include "app/store/test-record.h"
#include "tests/store/registry.h"

#define SERIAL "4F0A00000000000000000000000000A1"

static void
test_intent (Store         *store,
             gconstpointer  data)
{
  g_autoptr(ZmIntentRecord) record = g_new0 (ZmIntentRecord, 1);
  g_autoptr(ZmIntentRecord) resolved = NULL;
  g_autoptr(GPtrArray) open = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) of_session = NULL;
  g_autoptr(GError) error = NULL;

  add_session (store, SESSION);
  record->session_id = g_strdup (SESSION);
  record->serial = g_strdup (SERIAL);
  record->tbs_der = g_bytes_new ("tbs", 3);
  record->tbs_sha256 = g_strdup (store->hash);
  record->created_at = NOON;
  g_assert_true (zm_intent_record_insert (store->database, record, &error));
  open = zm_intent_record_list_open (store->database, &error);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpint (((ZmIntentRecord *) open->pdata[0])->result, ==, ZM_INTENT_OPEN);

  g_assert_true (zm_intent_record_resolve (store->database, record->id, ZM_INTENT_SIGNED, NOON,
                                           &error));
  g_assert_false (zm_intent_record_resolve (store->database, record->id, ZM_INTENT_REVOKED, NOON,
                                            &error));
  assert_check (error, "intent.unknown");
  g_clear_error (&error);
  resolved = zm_intent_record_get (store->database, SERIAL, &error);
  g_assert_cmpint (resolved->result, ==, ZM_INTENT_SIGNED);
  g_assert_cmpint (resolved->resolved_at, ==, NOON);
  none = zm_intent_record_list_open (store->database, &error);
  g_assert_cmpuint (none->len, ==, 0);
  of_session = zm_intent_record_list_of_session (store->database, SESSION, &error);
  g_assert_cmpuint (of_session->len, ==, 1);

  record->id = 0;
  g_assert_false (zm_intent_record_insert (store->database, record, &error));
  assert_check (error, "database.constraint");
}

static void
add_certificate (Store             *store,
                 const char        *serial,
                 const char        *issuer,
                 ZmCertificateKind  kind,
                 const char        *device_id)
{
  g_autofree char *issuer_sha256 = g_strnfill (64, issuer[0]);
  g_autoptr(GBytes) der = g_bytes_new ("der", 3);
  const ZmCertificateRecord record = {
    .serial = (char *) serial,
    .issuer_sha256 = issuer_sha256,
    .device_id = (char *) device_id,
    .kind = kind,
    .der = der,
    .key_sha256 = store->hash,
    .not_before = NOON,
    .not_after = NOON + ZM_INSTANT_DAY,
    .issued_at = NOON,
  };
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_certificate_record_insert (store->database, &record, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
test_certificate (Store         *store,
                  gconstpointer  data)
{
  g_autofree char *issuer = g_strnfill (64, '1');
  g_autoptr(ZmCertificateRecord) record = NULL;
  g_autoptr(ZmCertificateRecord) revoked = NULL;
  g_autoptr(GError) error = NULL;

  add_certificate (store, SERIAL, "0", ZM_CERTIFICATE_INTERMEDIATE, NULL);
  add_certificate (store, SERIAL, "1", ZM_CERTIFICATE_DEVICE, "DEV-001");
  record = zm_certificate_record_get (store->database, SERIAL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (record->device_id, ==, "DEV-001");
  g_assert_false (zm_certificate_record_insert (store->database, record, &error));
  assert_check (error, "database.constraint");
  g_clear_error (&error);

  g_assert_true (zm_certificate_record_set_state (store->database, SERIAL, issuer,
                                                  ZM_CERTIFICATE_ACTIVE, &error));
  g_assert_true (zm_certificate_record_revoke (store->database, SERIAL, issuer, NOON,
                                               "keyCompromise", &error));
  g_assert_false (zm_certificate_record_revoke (store->database, SERIAL, issuer, NOON + 1,
                                                "superseded", &error));
  assert_check (error, "certificate.unknown");
  g_clear_error (&error);
  g_assert_false (zm_certificate_record_set_state (store->database, SERIAL, issuer,
                                                   ZM_CERTIFICATE_ACTIVE, &error));
  assert_check (error, "certificate.unknown");

  revoked = zm_certificate_record_get (store->database, SERIAL, NULL);
  g_assert_cmpint (revoked->state, ==, ZM_CERTIFICATE_REVOKED);
  g_assert_cmpint (revoked->revoked_at, ==, NOON);
  g_assert_cmpstr (revoked->revocation_reason, ==, "keyCompromise");
}

static void
test_certificate_lists (Store         *store,
                        gconstpointer  data)
{
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) of_device = NULL;
  g_autoptr(GError) error = NULL;

  add_certificate (store, SERIAL, "0", ZM_CERTIFICATE_ROOT, NULL);
  add_certificate (store, SERIAL, "1", ZM_CERTIFICATE_DEVICE, "DEV-001");
  add_certificate (store, SERIAL, "2", ZM_CERTIFICATE_DEVICE, "DEV-002");

  all = zm_certificate_record_list (store->database, &error);
  g_assert_cmpuint (all->len, ==, 3);
  devices = zm_certificate_record_list_of_kind (store->database, ZM_CERTIFICATE_DEVICE, &error);
  g_assert_cmpuint (devices->len, ==, 2);
  of_device = zm_certificate_record_list_of_device (store->database, "DEV-002", &error);
  g_assert_cmpuint (of_device->len, ==, 1);
}

static void
test_key_history (Store         *store,
                  gconstpointer  data)
{
  g_autofree char *issuer = g_strnfill (64, '1');
  g_autofree char *fresh = g_strnfill (64, 'b');
  g_auto(ZmKeyHistory) history = { 0 };
  g_autoptr(GError) error = NULL;

  add_certificate (store, SERIAL, "1", ZM_CERTIFICATE_DEVICE, "DEV-001");
  g_assert_true (zm_certificate_record_find_key (store->database, store->hash, "DEV-001",
                                                 &history, &error));
  g_assert_null (history.other_device_id);
  g_assert_null (history.revoked_serial);

  g_assert_true (zm_certificate_record_revoke (store->database, SERIAL, issuer, NOON, "superseded",
                                               &error));
  g_assert_true (zm_certificate_record_find_key (store->database, store->hash, "DEV-002",
                                                 &history, &error));
  g_assert_cmpstr (history.other_device_id, ==, "DEV-001");
  g_assert_cmpstr (history.revoked_serial, ==, SERIAL);

  g_assert_true (zm_certificate_record_find_key (store->database, fresh, "DEV-002", &history,
                                                 &error));
  g_assert_null (history.other_device_id);
  g_assert_null (history.revoked_serial);
}

static void
test_crl (Store         *store,
          gconstpointer  data)
{
  static const gint64 numbers[] = { 9, 10 };
  g_autoptr(ZmCrlRecord) newest = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GBytes) der = g_bytes_new ("crl", 3);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const ZmCrlRecord record = { store->hash, numbers[i], der, NOON, NOON + ZM_INSTANT_DAY };

      g_assert_true (zm_crl_record_insert (store->database, &record, &error));
      g_assert_false (zm_crl_record_insert (store->database, &record, &error));
      assert_check (error, "database.constraint");
      g_clear_error (&error);
    }
  newest = zm_crl_record_get_newest (store->database, store->hash, &error);
  g_assert_cmpint (newest->number, ==, 10);
  all = zm_crl_record_list_newest (store->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_null (zm_crl_record_get_newest (store->database, "none", &error));
  assert_check (error, "crl.unknown");
}

static void
test_test (Store         *store,
           gconstpointer  data)
{
  ZmTestRecord record = {
    .session_id = (char *) SESSION,
    .at = NOON,
    .kind = (char *) "mtls",
    .outcome = ZM_TEST_UNKNOWN,
    .proved_by = ZM_PROVED_BY_DEVICE,
  };
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;
  ZmTestRecord *got;

  g_assert_false (zm_test_record_insert (store->database, &record, &error));
  assert_check (error, "database.constraint");
  g_clear_error (&error);

  add_session (store, SESSION);
  g_assert_true (zm_test_record_insert (store->database, &record, &error));
  all = zm_test_record_list_of_session (store->database, SESSION, &error);
  g_assert_cmpuint (all->len, ==, 1);
  got = all->pdata[0];
  g_assert_cmpint (got->id, ==, record.id);
  g_assert_cmpint (got->outcome, ==, ZM_TEST_UNKNOWN);
  g_assert_cmpint (got->proved_by, ==, ZM_PROVED_BY_DEVICE);
  g_assert_null (got->detail);
}

#define ADD(path, test) g_test_add (path, Store, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/intent/round-trip", test_intent);
  ADD ("/certificate/round-trip", test_certificate);
  ADD ("/certificate/lists", test_certificate_lists);
  ADD ("/certificate/key-history", test_key_history);
  ADD ("/crl/round-trip", test_crl);
  ADD ("/test/round-trip", test_test);

  return g_test_run ();
}
