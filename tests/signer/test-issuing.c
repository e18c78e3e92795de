#include "desk.h"

#include "app/base/error.h"
#include "app/pki/chain.h"

#include <string.h>

#define SESSION_A "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define SESSION_B "00000000-0000-4000-8000-00000000000b"
#define SESSION_C "00000000-0000-4000-8000-00000000000c"
#define UNKNOWN   "4F0A00000000000000000000000000A1"

typedef struct {
  Desk  *desk;
  char  *technician;
  ZmKey *key;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->desk = desk_new_founded ();
  fixture->technician = desk_hire (fixture->desk, "mkeller", "technician");
  fixture->key = desk_make_key ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  desk_free (fixture->desk);
  g_free (fixture->technician);
  zm_key_unref (fixture->key);
}

static json_t *
prepare (Fixture    *fixture,
         const char *device_id,
         const char *session)
{
  return desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_ISSUE_PREPARE,
                   desk_describe (fixture->key, device_id, session));
}

static void
refuse_prepare (Fixture    *fixture,
                const char *device_id,
                const char *session,
                const char *check)
{
  desk_refuse (fixture->desk, fixture->technician, ZM_REQUEST_ISSUE_PREPARE,
               desk_describe (fixture->key, device_id, session), check);
}

static const char *
get (const json_t *answer,
     const char   *member)
{
  const char *text = json_string_value (json_object_get (answer, member));

  g_assert_nonnull (text);

  return text;
}

static char *
sign (Fixture      *fixture,
      const json_t *prepared)
{
  return desk_take_text (desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_ISSUE_SIGN,
                                   json_pack ("{s:s}", "tbs", get (prepared, "tbs"))),
                         "certificate");
}

static json_t *
with_serial (const json_t *prepared)
{
  return json_pack ("{s:s}", "serial", get (prepared, "serial"));
}

static json_t *
revocation (const char *serial,
            const char *reason)
{
  return json_pack ("{s:s, s:s}", "serial", serial, "reason", reason);
}

/* A restart with the technician signed in again. */
static void
restart (Fixture *fixture)
{
  desk_restart (fixture->desk);
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (fixture->desk, "mkeller", "654321");
}

static void
test_issues_a_good_certificate (Fixture       *fixture,
                                gconstpointer  data)
{
  ZmMandate *mandate = fixture->desk->signer->state->mandate;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) prepared = NULL;
  g_autofree char *text = NULL;
  g_autofree char *not_after = NULL;
  g_autoptr(ZmCertificate) leaf = NULL;
  ZmCertificate *chain[2];

  desk_open_window (fixture->desk, 5, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  text = sign (fixture, prepared);
  leaf = desk_read_certificate (text);

  chain[0] = leaf;
  chain[1] = zm_mandate_get_intermediate (mandate);
  g_assert_true (zm_chain_verify (chain, 2, mandate->root, NULL, ZM_PURPOSE_CLIENT,
                                  fixture->desk->now.wall, &error));
  g_assert_no_error (error);
  not_after = zm_instant_format (zm_certificate_get_not_after (leaf));
  g_assert_cmpstr (zm_certificate_get_device_id (leaf), ==, "DEV-001");
  g_assert_cmpstr (zm_certificate_get_serial (leaf), ==, get (prepared, "serial"));
  g_assert_cmpstr (not_after, ==, get (prepared, "notAfter"));
  g_assert_cmpstr (zm_certificate_get_key_hash (leaf), ==,
                   zm_public_key_get_hash (zm_key_get_public (fixture->key)));
  g_assert_true (json_is_true (json_object_get (json_object_get (prepared, "judgement"),
                                                "accepted")));
}

/* The same, again and again, before and after signing, over a restart at each step. */
static void
test_is_idempotent (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *csr = desk_make_csr (fixture->key, "DEV-001");
  g_autofree char *tbs = NULL;
  g_autofree char *first = NULL;

  desk_open_window (fixture->desk, 1, 10);
  for (guint i = 0; i < 3; i++)
    {
      json_t *members = json_pack ("{s:s, s:s, s:s, s:s}", "csr", csr, "deviceId", "DEV-001",
                                   "deviceLabel", "ICU, bed 7", "session", SESSION_A);
      g_autoptr(json_t) prepared = desk_ask (fixture->desk, fixture->technician,
                                             ZM_REQUEST_ISSUE_PREPARE, members);
      g_autofree char *certificate = i == 0 ? NULL : sign (fixture, prepared);

      if (tbs == NULL)
        tbs = g_strdup (get (prepared, "tbs"));
      if (first == NULL)
        first = g_strdup (certificate);
      g_assert_cmpstr (get (prepared, "tbs"), ==, tbs);
      g_assert_cmpstr (certificate, ==, first);
      restart (fixture);
    }
}

static void
test_signs_only_what_was_prepared (Fixture       *fixture,
                                   gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) prepared = NULL;

  desk_open_window (desk, 1, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_SIGN, json_pack ("{s:s}", "tbs", "AAAA"),
               "issue.not-prepared");
  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL,
                         with_serial (prepared)));
  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL,
                         with_serial (prepared)));
  restart (fixture);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_SIGN,
               json_pack ("{s:s}", "tbs", get (prepared, "tbs")), "issue.cancelled");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL, revocation (UNKNOWN, "x"),
               "request.members");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL,
               json_pack ("{s:s}", "serial", UNKNOWN), "issue.not-prepared");
}

static void
test_cancelling_frees_the_place (Fixture       *fixture,
                                 gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) prepared = NULL;
  g_autoptr(json_t) again = NULL;

  desk_open_window (desk, 1, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  refuse_prepare (fixture, "DEV-001", SESSION_B, "window.full");
  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL,
                         with_serial (prepared)));
  again = prepare (fixture, "DEV-001", SESSION_A);
  g_assert_cmpstr (get (again, "serial"), !=, get (prepared, "serial"));
  g_free (sign (fixture, again));
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_CANCEL, with_serial (again),
               "issue.signed");
}

static void
test_window_over_restarts (Fixture       *fixture,
                           gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) status = NULL;
  const json_t *window;

  refuse_prepare (fixture, "DEV-001", SESSION_A, "window.closed");
  desk_open_window (desk, 2, 10);
  json_decref (prepare (fixture, "DEV-001", SESSION_A));
  restart (fixture);
  status = desk_ask (desk, NULL, ZM_REQUEST_STATUS, NULL);
  window = json_object_get (status, "window");
  g_assert_true (json_is_true (json_object_get (window, "open")));
  g_assert_cmpint (json_integer_value (json_object_get (window, "devicesLeft")), ==, 1);
  json_decref (prepare (fixture, "DEV-001", SESSION_B));
  restart (fixture);
  refuse_prepare (fixture, "DEV-001", SESSION_C, "window.full");

  desk_open_window (desk, 1, 10);
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_CLOSE, NULL));
  restart (fixture);
  refuse_prepare (fixture, "DEV-001", SESSION_C, "window.closed");
  desk_open_window (desk, 1, 10);
  desk_advance (desk, 10 * ZM_INSTANT_MINUTE);
  refuse_prepare (fixture, "DEV-001", SESSION_C, "window.expired");
}

/* What was prepared in the window may be signed after it. */
static void
test_signs_after_the_window (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(json_t) prepared = NULL;

  desk_open_window (fixture->desk, 1, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  desk_advance (fixture->desk, 11 * ZM_INSTANT_MINUTE);
  g_free (sign (fixture, prepared));
}

static void
test_rate_over_restarts (Fixture       *fixture,
                         gconstpointer  data)
{
  Desk *desk = fixture->desk;

  desk_open_window (desk, 100, 100);
  for (guint i = 0; i < ZM_RATE_LIMIT; i++)
    {
      g_autofree char *session = g_strdup_printf ("00000000-0000-4000-8000-%012x", i);

      json_decref (prepare (fixture, "DEV-001", session));
    }
  restart (fixture);
  refuse_prepare (fixture, "DEV-001", SESSION_A, "rate.exceeded");
  desk_advance (desk, ZM_INSTANT_HOUR);
  restart (fixture);
  json_decref (prepare (fixture, "DEV-001", SESSION_A));
}

static void
test_clock_that_went_back (Fixture       *fixture,
                           gconstpointer  data)
{
  Desk *desk = fixture->desk;

  desk_advance (desk, ZM_INSTANT_HOUR);
  restart (fixture);
  desk_open_window (desk, 5, 24 * 60);
  json_decref (prepare (fixture, "DEV-001", SESSION_A));
  desk->now.wall -= 4 * ZM_INSTANT_MINUTE;
  json_decref (prepare (fixture, "DEV-001", SESSION_C));
  desk->now.wall -= 2 * ZM_INSTANT_MINUTE;
  refuse_prepare (fixture, "DEV-001", SESSION_B, "clock.backwards");
  /* The administrator vouches for it. */
  desk_open_window (desk, 5, 60);
  json_decref (prepare (fixture, "DEV-001", SESSION_B));
}

static void
test_session_has_one_certificate (Fixture       *fixture,
                                  gconstpointer  data)
{
  desk_open_window (fixture->desk, 5, 10);
  json_decref (prepare (fixture, "DEV-001", SESSION_A));
  g_clear_pointer (&fixture->key, zm_key_unref);
  fixture->key = desk_make_key ();
  refuse_prepare (fixture, "DEV-001", SESSION_A, "issue.session");
  refuse_prepare (fixture, "DEV-002", SESSION_A, "issue.session");
}

/* By the signer's own ledger, whatever the station says. */
static void
test_judges_keys_itself (Fixture       *fixture,
                         gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) prepared = NULL;
  g_autoptr(json_t) judged = NULL;

  desk_open_window (desk, 5, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  g_free (sign (fixture, prepared));
  restart (fixture);
  refuse_prepare (fixture, "DEV-002", SESSION_B, "csr.key-reused");
  judged = desk_ask (desk, fixture->technician, ZM_REQUEST_JUDGE,
                     desk_describe (fixture->key, "DEV-002", NULL));
  g_assert_true (json_is_false (json_object_get (json_object_get (judged, "judgement"),
                                                 "accepted")));

  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_REVOKE,
                         revocation (get (prepared, "serial"), "keyCompromise")));
  refuse_prepare (fixture, "DEV-001", SESSION_B, "csr.key-revoked");
}

static void
test_refuses_foreign_requests (Fixture       *fixture,
                               gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *csr = desk_make_csr (fixture->key, "DEV-002");

  desk_open_window (desk, 5, 10);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_PREPARE,
               json_pack ("{s:s, s:s, s:s, s:s}", "csr", csr, "deviceId", "DEV-001", "deviceLabel",
                          "ICU", "session", SESSION_A), "csr.device-id");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_PREPARE,
               json_pack ("{s:s, s:s, s:s, s:s}", "csr", "AAAA", "deviceId", "DEV-001",
                          "deviceLabel", "ICU", "session", SESSION_A), "csr.encoding");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_PREPARE,
               json_pack ("{s:s, s:s, s:s, s:s}", "csr", csr, "deviceId", "DEV-002",
                          "deviceLabel", "a\nb", "session", SESSION_A), "device.label");
}

static ZmCrl *
issue_crl (Fixture *fixture,
           gint64   expected_number)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_CRL_ISSUE,
                                       NULL);
  g_autoptr(GBytes) der = desk_decode (get (answer, "crl"));
  ZmCrl *crl = zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_integer_value (json_object_get (answer, "number")), ==, expected_number);
  g_assert_cmpuint (zm_crl_get_number (crl), ==, (guint64) expected_number);
  g_assert_true (zm_crl_verify (crl, zm_mandate_get_intermediate (
                                  fixture->desk->signer->state->mandate), &error));
  g_assert_no_error (error);

  return crl;
}

static void
test_revokes_once (Fixture       *fixture,
                   gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *serial = NULL;
  g_autofree char *at = NULL;
  g_autofree char *again = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  const ZmCrlEntry *entry;

  desk_open_window (desk, 5, 10);
  serial = desk_issue (desk, fixture->technician, "DEV-001", SESSION_A);
  at = desk_take_text (desk_ask (desk, fixture->technician, ZM_REQUEST_REVOKE,
                                 revocation (serial, "superseded")), "revokedAt");
  desk_advance (desk, 3 * ZM_INSTANT_SECOND);
  restart (fixture);
  again = desk_take_text (desk_ask (desk, fixture->technician, ZM_REQUEST_REVOKE,
                                    revocation (serial, "keyCompromise")), "revokedAt");

  g_assert_cmpstr (again, ==, at);
  crl = issue_crl (fixture, 1);
  entry = zm_crl_find (crl, serial);
  g_assert_nonnull (entry);
  g_assert_cmpint (entry->reason, ==, ZM_REASON_SUPERSEDED);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_REVOKE, revocation (UNKNOWN, "superseded"),
               "revoke.serial");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_REVOKE, revocation (UNKNOWN, "superseded"),
               "revoke.serial");
}

static void
test_revokes_only_what_is_signed (Fixture       *fixture,
                                  gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) prepared = NULL;

  desk_open_window (desk, 5, 10);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_REVOKE,
               revocation (get (prepared, "serial"), "superseded"), "revoke.not-signed");
  g_free (sign (fixture, prepared));
  desk_refuse (desk, fixture->technician, ZM_REQUEST_REVOKE,
               revocation (get (prepared, "serial"), "certificateHold"), "revoke.reason");
}

static void
test_crl_numbers_only_grow (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(ZmCrl) first = issue_crl (fixture, 1);
  g_autoptr(ZmCrl) second = issue_crl (fixture, 2);
  g_autoptr(ZmCrl) third = NULL;

  restart (fixture);
  third = issue_crl (fixture, 3);
  g_assert_cmpint (zm_crl_get_next_update (third) - zm_crl_get_this_update (third), ==,
                   7 * ZM_INSTANT_DAY);
}

/* A station whose signer came back from an older backup has published more than the ledger knows. */
static void
test_crl_number_goes_on_above_a_published_one (Fixture       *fixture,
                                               gconstpointer  data)
{
  g_autoptr(ZmCrl) first = issue_crl (fixture, 1);
  g_autoptr(ZmCrl) next = NULL;
  g_autoptr(json_t) answer = NULL;

  answer = desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_CRL_ISSUE,
                     json_pack ("{s:i}", "above", 40));
  g_assert_cmpint (json_integer_value (json_object_get (answer, "number")), ==, 41);
  restart (fixture);
  next = issue_crl (fixture, 42);
}

static void
test_stale_tbs_is_never_signed (Fixture       *fixture,
                                gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) prepared = NULL;
  g_autoptr(json_t) again = NULL;

  desk_open_window (desk, 5, 7 * 24 * 60);
  prepared = prepare (fixture, "DEV-001", SESSION_A);
  desk_advance (desk, ZM_INSTANT_DAY + ZM_INSTANT_SECOND);
  restart (fixture);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_SIGN,
               json_pack ("{s:s}", "tbs", get (prepared, "tbs")), "issue.stale");
  again = prepare (fixture, "DEV-001", SESSION_A);
  g_assert_cmpstr (get (again, "serial"), !=, get (prepared, "serial"));
  desk_refuse (desk, fixture->technician, ZM_REQUEST_ISSUE_SIGN,
               json_pack ("{s:s}", "tbs", get (prepared, "tbs")), "issue.cancelled");
  g_free (sign (fixture, again));
  desk_advance (desk, 3 * ZM_INSTANT_DAY);
  restart (fixture);
  g_free (sign (fixture, again));
}

static void
test_lists_all_that_was_issued (Fixture       *fixture,
                                gconstpointer  data)
{
  Desk *desk = fixture->desk;
  guint seen = 0;
  guint devices = 0;

  desk_open_window (desk, 50, 10);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("DEV-%03u", i);
      g_autofree char *session = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);

      g_free (desk_issue (desk, fixture->technician, id, session));
    }
  for (json_int_t total = 1; seen < total;)
    {
      g_autoptr(json_t) part = desk_ask (desk, fixture->technician, ZM_REQUEST_ISSUED_LIST,
                                         json_pack ("{s:i}", "from", (int) seen));
      const json_t *list = json_object_get (part, "issues");
      const json_t *issue;
      gsize i;

      total = json_integer_value (json_object_get (part, "total"));
      g_assert_cmpuint (json_array_size (list), >, 0);
      json_array_foreach (list, i, issue)
        {
          g_autoptr(ZmCertificate) certificate = desk_read_certificate (get (issue, "certificate"));

          g_assert_cmpstr (zm_certificate_get_serial (certificate), ==, get (issue, "serial"));
          g_assert_cmpstr (get (issue, "state"), ==, "signed");
          if (g_str_has_prefix (get (issue, "deviceId"), "DEV-"))
            devices++;
        }
      seen += (guint) json_array_size (list);
    }
  g_assert_cmpuint (devices, ==, 20);
}

static void
test_crl_forgets_the_expired (Fixture       *fixture,
                              gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *serial = NULL;
  g_autoptr(ZmCrl) early = NULL;
  g_autoptr(ZmCrl) late = NULL;

  desk_open_window (desk, 5, 10);
  serial = desk_issue (desk, fixture->technician, "DEV-001", SESSION_A);
  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_REVOKE,
                         revocation (serial, "superseded")));
  desk_advance (desk, (365 + 29) * ZM_INSTANT_DAY);
  restart (fixture);
  early = issue_crl (fixture, 1);
  g_assert_nonnull (zm_crl_find (early, serial));
  desk_advance (desk, ZM_INSTANT_DAY);
  restart (fixture);
  late = issue_crl (fixture, 2);
  g_assert_null (zm_crl_find (late, serial));
}

static void
test_canary_is_born_revoked (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  ZmMandate *mandate = desk->signer->state->mandate;
  g_autofree char *csr = desk_make_csr (fixture->key, ZM_PROFILE_CANARY_ID);
  g_autofree char *text = NULL;
  g_autoptr(ZmCertificate) canary = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  g_autoptr(GPtrArray) crls = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  ZmCertificate *chain[2];

  text = desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_CANARY_ISSUE,
                                   json_pack ("{s:s}", "csr", csr)), "certificate");
  canary = desk_read_certificate (text);
  crl = issue_crl (fixture, 1);
  g_assert_nonnull (zm_crl_find (crl, zm_certificate_get_serial (canary)));

  /* Apart from that it is good, or its refusal would prove nothing. */
  chain[0] = canary;
  chain[1] = zm_mandate_get_intermediate (mandate);
  g_assert_true (zm_chain_verify (chain, 2, mandate->root, NULL, ZM_PURPOSE_CLIENT, desk->now.wall,
                                  &error));
  g_assert_no_error (error);
}

static void
test_canary_has_a_key_of_its_own (Fixture       *fixture,
                                  gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *csr = desk_make_csr (fixture->key, "DEV-001");

  desk_open_window (desk, 5, 10);
  json_decref (prepare (fixture, "DEV-001", SESSION_A));
  desk_refuse (desk, desk->admin, ZM_REQUEST_CANARY_ISSUE, json_pack ("{s:s}", "csr", csr),
               "csr.key-reused");
}

static void
add (const char  *path,
     void       (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/issuing/good", test_issues_a_good_certificate);
  add ("/issuing/idempotent", test_is_idempotent);
  add ("/issuing/only-prepared", test_signs_only_what_was_prepared);
  add ("/issuing/cancel", test_cancelling_frees_the_place);
  add ("/issuing/window", test_window_over_restarts);
  add ("/issuing/after-window", test_signs_after_the_window);
  add ("/issuing/rate", test_rate_over_restarts);
  add ("/issuing/clock", test_clock_that_went_back);
  add ("/issuing/session", test_session_has_one_certificate);
  add ("/issuing/keys", test_judges_keys_itself);
  add ("/issuing/foreign", test_refuses_foreign_requests);
  add ("/revoking/once", test_revokes_once);
  add ("/revoking/only-signed", test_revokes_only_what_is_signed);
  add ("/revoking/crl-number", test_crl_numbers_only_grow);
  add ("/revoking/crl-number-above", test_crl_number_goes_on_above_a_published_one);
  add ("/issuing/stale", test_stale_tbs_is_never_signed);
  add ("/issuing/list", test_lists_all_that_was_issued);
  add ("/revoking/expired", test_crl_forgets_the_expired);
  add ("/canary/revoked", test_canary_is_born_revoked);
  add ("/canary/key", test_canary_has_a_key_of_its_own);

  return g_test_run ();
}
