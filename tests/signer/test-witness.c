#include "desk.h"

#include "app/base/error.h"
#include "app/base/hex.h"

#define SESSION_A "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define SESSION_B "00000000-0000-4000-8000-00000000000b"
#define SESSION_C "00000000-0000-4000-8000-00000000000c"

/* A signer that issued, revoked and signed a checkpoint, and is then given its ledger of before:
 * what it made in between is only where others have kept it. */
typedef struct {
  Desk *desk;
  char *serial;
  char *revoked;     /* another serial number */
  char *certificate; /* of serial; all in base64 */
  char *second;      /* of revoked */
  char *crl;
  char *checkpoint;
} Fixture;

static char *
export_certificate (Desk       *desk,
                    const char *serial)
{
  ZmIssue *issue = zm_issued_find (desk->signer->state->issued, serial);
  gsize length;
  const guchar *der = g_bytes_get_data (issue->certificate, &length);

  return g_base64_encode (der, length);
}

static char *
sign_checkpoint (Desk   *desk,
                 gint64  size)
{
  guint8 root[ZM_SHA256_LENGTH] = { (guint8) size };
  g_autofree char *hex = zm_hex_encode (root, sizeof root);

  return desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_CHECKPOINT_SIGN,
                                   json_pack ("{s:I, s:s, s:[]}", "size", (json_int_t) size,
                                              "root", hex, "proof")), "checkpoint");
}

static void
revoke_serial (Desk       *desk,
               const char *serial)
{
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_REVOKE,
                         json_pack ("{s:s, s:s}", "serial", serial, "reason", "keyCompromise")));
}

static char *
issue_crl (Desk *desk)
{
  return desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_CRL_ISSUE, NULL), "crl");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  Desk *desk = fixture->desk = desk_new_founded ();
  const char *ledger = desk->signer->place->ledger;
  g_autofree char *before = NULL;
  gsize length;

  desk_open_window (desk, 9, 60);
  g_free (issue_crl (desk));
  g_assert_true (g_file_get_contents (ledger, &before, &length, NULL));

  fixture->serial = desk_issue (desk, desk->admin, "DEV-001", SESSION_A);
  fixture->revoked = desk_issue (desk, desk->admin, "DEV-002", SESSION_B);
  fixture->certificate = export_certificate (desk, fixture->serial);
  fixture->second = export_certificate (desk, fixture->revoked);
  revoke_serial (desk, fixture->revoked);
  fixture->crl = issue_crl (desk);
  fixture->checkpoint = sign_checkpoint (desk, 7);

  g_assert_true (g_file_set_contents (ledger, before, (gssize) length, NULL));
  desk_restart (desk);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  desk_free (fixture->desk);
  g_free (fixture->serial);
  g_free (fixture->revoked);
  g_free (fixture->certificate);
  g_free (fixture->second);
  g_free (fixture->crl);
  g_free (fixture->checkpoint);
}

static json_t *
evidence (const char *member,
          const char *text)
{
  return json_pack ("{s:s}", member, text);
}

static void
recover (Fixture    *fixture,
         const char *member,
         const char *text)
{
  json_decref (desk_ask (fixture->desk, fixture->desk->admin, ZM_REQUEST_LEDGER_RECOVER,
                         evidence (member, text)));
}

static void
recover_all (Fixture *fixture)
{
  recover (fixture, "certificate", fixture->certificate);
  recover (fixture, "certificate", fixture->second);
  recover (fixture, "crl", fixture->crl);
  recover (fixture, "checkpoint", fixture->checkpoint);
}

static void
assert_signs_nothing (Fixture *fixture)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autofree char *root = g_strnfill (2 * ZM_SHA256_LENGTH, 'a');

  desk_refuse (desk, desk->admin, ZM_REQUEST_ISSUE_PREPARE,
               desk_describe (key, "DEV-003", SESSION_C), "ledger.behind");
  desk_refuse (desk, desk->admin, ZM_REQUEST_CRL_ISSUE, NULL, "ledger.behind");
  desk_refuse (desk, desk->admin, ZM_REQUEST_CHECKPOINT_SIGN,
               json_pack ("{s:i, s:s, s:[]}", "size", 3, "root", root, "proof"), "ledger.behind");
}

static void
assert_found_by (Fixture    *fixture,
                 const char *member,
                 const char *text)
{
  desk_refuse (fixture->desk, NULL, ZM_REQUEST_LEDGER_COMPARE, evidence (member, text),
               "ledger.behind");
  assert_signs_nothing (fixture);
}

static void
test_found_by_a_crl (Fixture       *fixture,
                     gconstpointer  data)
{
  assert_found_by (fixture, "crl", fixture->crl);
}

static void
test_found_by_a_checkpoint (Fixture       *fixture,
                            gconstpointer  data)
{
  assert_found_by (fixture, "checkpoint", fixture->checkpoint);
}

static void
test_found_by_a_certificate (Fixture       *fixture,
                             gconstpointer  data)
{
  assert_found_by (fixture, "certificate", fixture->certificate);
}

/* A TBS that was prepared before is not signed either. */
static void
test_prepared_before_is_not_signed (Fixture       *fixture,
                                    gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autofree char *tbs = desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_ISSUE_PREPARE,
                                                   desk_describe (key, "DEV-003", SESSION_C)),
                                         "tbs");

  desk_refuse (desk, NULL, ZM_REQUEST_LEDGER_COMPARE, evidence ("crl", fixture->crl),
               "ledger.behind");
  desk_refuse (desk, desk->admin, ZM_REQUEST_ISSUE_SIGN, evidence ("tbs", tbs), "ledger.behind");
}

static void
assert_recovered (Fixture *fixture)
{
  Desk *desk = fixture->desk;
  g_autofree char *text = issue_crl (desk);
  g_autoptr(GBytes) der = desk_decode (text);
  g_autoptr(ZmCrl) crl = zm_crl_new_from_der (g_bytes_get_data (der, NULL),
                                              g_bytes_get_size (der), NULL);
  g_autoptr(GBytes) old_der = desk_decode (fixture->crl);
  g_autoptr(ZmCrl) old = zm_crl_new_from_der (g_bytes_get_data (old_der, NULL),
                                              g_bytes_get_size (old_der), NULL);

  g_assert_cmpuint (zm_crl_get_number (crl), >, zm_crl_get_number (old));
  g_assert_nonnull (zm_crl_find (crl, fixture->revoked));
  g_assert_cmpint (zm_crl_find (crl, fixture->revoked)->at, ==,
                   zm_crl_find (old, fixture->revoked)->at);
  g_assert_null (zm_crl_find (crl, fixture->serial));
  g_assert_cmpint (desk->signer->state->checkpoint_size, ==, 7);
}

static void
test_goes_on_above (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *serial = NULL;

  assert_found_by (fixture, "crl", fixture->crl);
  recover_all (fixture);
  json_decref (desk_ask (fixture->desk, NULL, ZM_REQUEST_LEDGER_COMPARE,
                         evidence ("checkpoint", fixture->checkpoint)));
  assert_recovered (fixture);

  desk_restart (fixture->desk);
  assert_recovered (fixture);
  serial = desk_issue (fixture->desk, fixture->desk->admin, "DEV-003", SESSION_C);
}

/* What came back has no session, and its device is given its payload all the same. */
static void
test_recovered_is_delivered (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  json_t *request = json_pack ("{s:s, s:s, s:s}", "session", SESSION_A, "serial", fixture->serial,
                               "pairingCode", "ABCD-1234");

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_SERVER_KEY_ADD,
                         json_pack ("{s:s, s:s}", "keyId", "sk-1", "mode", "derived")));
  g_free (desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_FACTORY_RECORD,
                                    json_pack ("{s:s}", "deviceId", "DEV-001")), "record"));
  recover_all (fixture);
  g_free (desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_PAYLOAD_COMPOSE, request),
                          "payload"));
}

/* The certificate itself may be lost everywhere: the list alone keeps it revoked. */
static void
test_list_alone_keeps_revoked (Fixture       *fixture,
                               gconstpointer  data)
{
  recover (fixture, "crl", fixture->crl);
  recover (fixture, "checkpoint", fixture->checkpoint);
  assert_recovered (fixture);
  desk_restart (fixture->desk);
  assert_recovered (fixture);
  recover (fixture, "certificate", fixture->second);
  recover (fixture, "crl", fixture->crl);
  assert_recovered (fixture);
}

static void
test_twice_is_nothing_new (Fixture       *fixture,
                           gconstpointer  data)
{
  gint64 sequence;

  recover_all (fixture);
  sequence = zm_ledger_get_sequence (fixture->desk->signer->ledger);
  recover_all (fixture);
  g_assert_cmpint (zm_ledger_get_sequence (fixture->desk->signer->ledger), ==, sequence);
}

/* With keys of its own, which the founded desks share. */
static Desk *
found_another (void)
{
  Desk *desk = desk_new ();

  desk_found (desk);
  desk_open_window (desk, 1, 10);

  return desk;
}

/* Only what this signer signed is a witness: nobody can stop it, or fill its ledger, with more. */
static void
test_believes_no_other (Fixture       *fixture,
                        gconstpointer  data)
{
  Desk *other = found_another ();
  g_autofree char *serial = desk_issue (other, other->admin, "DEV-001", SESSION_A);
  g_autofree char *certificate = export_certificate (other, serial);
  g_autofree char *crl = issue_crl (other);
  g_autofree char *checkpoint = sign_checkpoint (other, 9);
  const struct {
    const char *member, *text, *check;
  } cases[] = {
    { "crl", crl, "crl.issuer" },
    { "certificate", certificate, "certificate.issuer" },
    { "checkpoint", checkpoint, "checkpoint.signature" },
    { "checkpoint", "no note", "checkpoint.note" },
    { "crl", "MAA=", "crl.encoding" },
    { "certificate", "MAA=", "certificate.encoding" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      desk_refuse (fixture->desk, NULL, ZM_REQUEST_LEDGER_COMPARE,
                   evidence (cases[i].member, cases[i].text), cases[i].check);
      desk_refuse (fixture->desk, fixture->desk->admin, ZM_REQUEST_LEDGER_RECOVER,
                   evidence (cases[i].member, cases[i].text), cases[i].check);
    }
  g_free (issue_crl (fixture->desk));
  desk_free (other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/signer/witness/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("found-by-a-crl", test_found_by_a_crl);
  ADD ("found-by-a-checkpoint", test_found_by_a_checkpoint);
  ADD ("found-by-a-certificate", test_found_by_a_certificate);
  ADD ("prepared-before-is-not-signed", test_prepared_before_is_not_signed);
  ADD ("goes-on-above", test_goes_on_above);
  ADD ("recovered-is-delivered", test_recovered_is_delivered);
  ADD ("list-alone-keeps-revoked", test_list_alone_keeps_revoked);
  ADD ("twice-is-nothing-new", test_twice_is_nothing_new);
  ADD ("believes-no-other", test_believes_no_other);

  return g_test_run ();
}
