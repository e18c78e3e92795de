#include "desk.h"

#include "app/base/hex.h"
#include "app/protocol/approval.h"

#include <string.h>

#define NONCE "00112233445566778899aabbccddeeff"

/* Two administrators, a technician and an auditor; nobody else can have a token of theirs. */
typedef struct {
  Desk *desk;
  char *second;
  char *technician;
  char *auditor;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  Desk *desk = desk_new_founded ();

  fixture->desk = desk;
  fixture->technician = desk_hire (desk, "tina", "technician");
  fixture->auditor = desk_hire (desk, "udo", "auditor");
  fixture->second = desk_hire (desk, "second", "administrator");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_free (fixture->second);
  g_free (fixture->technician);
  g_free (fixture->auditor);
  desk_free (fixture->desk);
}

static json_t *
window (int devices)
{
  return json_pack ("{s:i, s:i}", "devices", devices, "minutes", 60);
}

static json_t *
with_approval (json_t     *members,
               const char *nonce)
{
  json_object_set_new (members, "approval", json_string (nonce));

  return members;
}

static json_t *
approval (const char *name,
          const char *pin)
{
  return desk_describe_approval (name, pin, ZM_REQUEST_WINDOW_OPEN, window (51), NONCE);
}

static void
test_two_open_a_wide_window (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *nonce = NULL;

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, window (50)));
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, window (51), "second-person.needed");
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
               json_pack ("{s:i, s:i}", "devices", 1, "minutes", 24 * 60 + 1),
               "second-person.needed");

  nonce = desk_approve (desk, desk->admin, "second", "654321", ZM_REQUEST_WINDOW_OPEN,
                        window (51));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
                         with_approval (window (51), nonce)));
  g_assert_cmpuint (desk->signer->state->window.devices, ==, 51);
}

/* The ledger names both. */
static void
test_both_are_in_the_ledger (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *nonce = desk_approve (desk, desk->admin, "second", "654321",
                                         ZM_REQUEST_WINDOW_OPEN, window (51));
  g_autofree char *path = g_build_filename (desk->station, "signer", "ledger", NULL);
  g_autofree char *content = NULL;
  g_autofree char *last = NULL;
  char *line;

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
                         with_approval (window (51), nonce)));
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_strchomp (content);
  line = strrchr (content, '\n') + 1;
  g_assert_nonnull (strstr (line, "\"kind\":\"window.opened\""));
  g_assert_nonnull (strstr (line, "\"operator\":\"" DESK_ADMIN "\""));
  g_assert_nonnull (strstr (line, "\"approver\":\"second\""));
}

static void
test_same_person_is_refused (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;

  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval (DESK_ADMIN, DESK_ADMIN_PIN),
               "second-person.same");
}

static void
test_wrong_role_is_refused (Fixture       *fixture,
                            gconstpointer  data)
{
  Desk *desk = fixture->desk;

  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval ("tina", "654321"),
               "second-person.role");
  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval ("udo", "654321"),
               "second-person.role");
  /* What a technician may ask for, a technician may approve; an auditor never. */
  desk_refuse (desk, fixture->technician, ZM_REQUEST_APPROVE,
               desk_describe_approval ("udo", "654321", ZM_REQUEST_REVOKE, json_object (), NONCE),
               "second-person.role");
  g_free (desk_hire (desk, "tom", "technician"));
  g_free (desk_approve (desk, fixture->technician, "tom", "654321", ZM_REQUEST_REVOKE,
                        json_object ()));
  /* But an administrator's second person is an administrator, whom he cannot have made himself. */
  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE,
               desk_describe_approval ("tom", "654321", ZM_REQUEST_REVOKE, json_object (), NONCE),
               "second-person.role");
  desk_refuse (desk, fixture->auditor, ZM_REQUEST_APPROVE, approval ("second", "654321"),
               "role.denied");
}

static void
test_wrong_pin_is_refused (Fixture       *fixture,
                           gconstpointer  data)
{
  Desk *desk = fixture->desk;

  for (guint i = 0; i < 3; i++)
    desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval ("second", "999999"),
                 "sign-in.refused");
  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval ("second", "654321"),
               "sign-in.delay");
  desk_advance (desk, ZM_INSTANT_MINUTE);
  desk_refuse (desk, desk->admin, ZM_REQUEST_APPROVE, approval ("nobody", "654321"),
               "sign-in.refused");
}

static void
test_other_request_is_refused (Fixture       *fixture,
                               gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *nonce = desk_approve (desk, desk->admin, "second", "654321",
                                         ZM_REQUEST_WINDOW_OPEN, window (51));

  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, with_approval (window (52), nonce),
               "second-person.other");
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, with_approval (window (51), NONCE),
               "second-person.other");
  desk_refuse (desk, desk->admin, ZM_REQUEST_FACTORY_RECORD,
               with_approval (json_pack ("{s:s}", "deviceId", "DEV-1"), nonce),
               "second-person.other");
  /* Nor is it for whoever else asks for the same. */
  desk_refuse (desk, fixture->second, ZM_REQUEST_WINDOW_OPEN, with_approval (window (51), nonce),
               "second-person.other");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
                         with_approval (window (51), nonce)));
}

static void
test_twice_is_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *nonce = desk_approve (desk, desk->admin, "second", "654321",
                                         ZM_REQUEST_WINDOW_OPEN, window (51));

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN,
                         with_approval (window (51), nonce)));
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, with_approval (window (51), nonce),
               "second-person.other");
}

static void
test_late_is_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *nonce = desk_approve (desk, desk->admin, "second", "654321",
                                         ZM_REQUEST_WINDOW_OPEN, window (51));

  desk_advance (desk, ZM_APPROVALS_LIFE * ZM_INSTANT_SECOND);
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, with_approval (window (51), nonce),
               "second-person.expired");
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, with_approval (window (51), nonce),
               "second-person.other");
}

/* What needs no approval cannot have one, so that no PIN is asked for in vain. */
static void
test_harmless_has_none (Fixture       *fixture,
                        gconstpointer  data)
{
  desk_refuse (fixture->desk, fixture->desk->admin, ZM_REQUEST_APPROVE,
               desk_describe_approval ("second", "654321", ZM_REQUEST_WINDOW_CLOSE, json_object (),
                                       NONCE),
               "second-person.action");
}

/* Whoever could make himself a second person needs none. */
static void
test_administrators_are_made_by_two (Fixture       *fixture,
                                     gconstpointer  data)
{
  Desk *desk = fixture->desk;

  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
               json_pack ("{s:s, s:s, s:s}", "name", "third", "role", "administrator", "pin",
                          "654321"), "second-person.needed");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_PIN,
               json_pack ("{s:s, s:s}", "name", "second", "pin", "654322"),
               "second-person.needed");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_REMOVE,
               json_pack ("{s:s}", "name", "second"), "second-person.needed");
  desk_refuse (desk, desk->admin, ZM_REQUEST_LIMITS_SET,
               json_pack ("{s:i, s:i, s:i, s:i}", "windowDevices", 9999, "windowMinutes", 60,
                          "revocations", 10, "revocationMinutes", 60), "second-person.needed");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_OPERATOR_REMOVE,
                         json_pack ("{s:s}", "name", "tina")));
}

/* A take-over is told by the signer's own ledger, also after a restart. */
static void
test_two_take_a_device_over (Fixture       *fixture,
                             gconstpointer  data)
{
  static const char session[] = "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b";
  Desk *desk = fixture->desk;
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(json_t) request = desk_describe (key, "DEV-1", session);
  g_autofree char *token = NULL;
  g_autofree char *nonce = NULL;
  g_autofree char *tbs = NULL;

  desk_open_window (desk, 9, 60);
  g_free (desk_issue (desk, desk->admin, "DEV-1", "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_DEVICE_RETIRE,
                         json_pack ("{s:s}", "deviceId", "DEV-1")));
  desk_restart (desk);

  token = desk_sign_in (desk, "tina", "654321");
  desk_refuse (desk, token, ZM_REQUEST_ISSUE_PREPARE, json_deep_copy (request),
               "second-person.needed");
  nonce = desk_approve (desk, token, DESK_ADMIN, DESK_ADMIN_PIN, ZM_REQUEST_ISSUE_PREPARE,
                        json_deep_copy (request));
  tbs = desk_take_text (desk_ask (desk, token, ZM_REQUEST_ISSUE_PREPARE,
                                  with_approval (json_deep_copy (request), nonce)), "tbs");
  /* An answer that was not heard may be asked for again. */
  json_decref (desk_ask (desk, token, ZM_REQUEST_ISSUE_PREPARE, json_deep_copy (request)));
  json_decref (desk_ask (desk, token, ZM_REQUEST_ISSUE_SIGN, json_pack ("{s:s}", "tbs", tbs)));
  g_assert_false (zm_state_is_retired (desk->signer->state, "DEV-1"));
}

/* Certificates of so many devices. */
static GPtrArray *
issue_some (Desk  *desk,
            guint  count)
{
  GPtrArray *serials = g_ptr_array_new_with_free_func (g_free);

  desk_open_window (desk, 50, 60);
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *device_id = g_strdup_printf ("DEV-%u", i);
      g_autofree char *session = g_strdup_printf ("5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c%02x", i);

      g_ptr_array_add (serials, desk_issue (desk, desk->admin, device_id, session));
    }

  return serials;
}

static json_t *
revocation (const char *serial)
{
  return json_pack ("{s:s, s:s}", "serial", serial, "reason", "keyCompromise");
}

static void
test_two_revoke_many (Fixture       *fixture,
                      gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GPtrArray) serials = issue_some (desk, 13);
  g_autofree char *token = NULL;
  g_autofree char *nonce = NULL;

  desk_advance (desk, ZM_INSTANT_DAY + ZM_INSTANT_MINUTE);
  desk_restart (desk);
  token = desk_sign_in (desk, "tina", "654321");
  for (guint i = 0; i < 10; i++)
    json_decref (desk_ask (desk, token, ZM_REQUEST_REVOKE, revocation (serials->pdata[i])));

  desk_refuse (desk, token, ZM_REQUEST_REVOKE, revocation (serials->pdata[10]),
               "second-person.needed");
  /* What is revoked is no new loss. */
  json_decref (desk_ask (desk, token, ZM_REQUEST_REVOKE, revocation (serials->pdata[0])));
  nonce = desk_approve (desk, token, "second", "654321", ZM_REQUEST_REVOKE,
                        revocation (serials->pdata[10]));
  json_decref (desk_ask (desk, token, ZM_REQUEST_REVOKE,
                         with_approval (revocation (serials->pdata[10]), nonce)));
  desk_refuse (desk, token, ZM_REQUEST_REVOKE, revocation (serials->pdata[11]),
               "second-person.needed");

  /* An hour later it begins anew. */
  desk_advance (desk, ZM_INSTANT_HOUR + ZM_INSTANT_SECOND);
  g_free (token);
  token = desk_sign_in (desk, "tina", "654321");
  json_decref (desk_ask (desk, token, ZM_REQUEST_REVOKE, revocation (serials->pdata[11])));
}

/* Neither a session that failed just now nor a device that has a newer certificate loses anything. */
static void
test_tidying_up_is_no_loss (Fixture       *fixture,
                            gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GPtrArray) serials = issue_some (desk, 12);

  for (guint i = 0; i < serials->len; i++)
    json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_REVOKE, revocation (serials->pdata[i])));
}

/* With a single administrator, there is nobody to ask. */
static void
test_one_alone (void)
{
  Desk *desk = desk_new_founded ();

  g_free (desk_hire (desk, "tina", "technician"));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_WINDOW_OPEN, window (51)));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_LIMITS_SET,
                         json_pack ("{s:i, s:i, s:i, s:i}", "windowDevices", 60, "windowMinutes",
                                    60, "revocations", 1, "revocationMinutes", 60)));
  desk_restart (desk);
  g_assert_cmpuint (desk->signer->state->limits.window_devices, ==, 60);
  desk_free (desk);
}

static void
test_digest (void)
{
  g_autoptr(json_t) members = window (51);
  g_autoptr(json_t) sent = window (51);
  guint8 one[ZM_SHA256_LENGTH];
  guint8 other[ZM_SHA256_LENGTH];
  g_autofree char *hex = NULL;

  /* printf 'zmonitor approval v1\0window-open\0%s\0{"devices":51,"minutes":60}' | sha256sum */
  g_assert_true (zm_approval_digest (ZM_REQUEST_WINDOW_OPEN, members, NONCE, one, NULL));
  hex = zm_hex_encode (one, sizeof one);
  g_assert_cmpstr (hex, ==, "d868b0bf5082856a071e33854d93a832291d8d174f035d7e262d67bf4a4659a5");

  json_object_set_new (sent, "request", json_string ("window-open"));
  json_object_set_new (sent, "token", json_string ("aa"));
  json_object_set_new (sent, "approval", json_string (NONCE));
  g_assert_true (zm_approval_digest (ZM_REQUEST_WINDOW_OPEN, sent, NONCE, other, NULL));
  g_assert_cmpmem (one, sizeof one, other, sizeof other);
  g_assert_true (zm_approval_digest (ZM_REQUEST_LIMITS_SET, sent, NONCE, other, NULL));
  g_assert_cmpint (memcmp (one, other, sizeof one), !=, 0);
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

  g_test_add_func ("/approvals/digest", test_digest);
  add ("/approvals/window", test_two_open_a_wide_window);
  add ("/approvals/ledger", test_both_are_in_the_ledger);
  add ("/approvals/same-person", test_same_person_is_refused);
  add ("/approvals/role", test_wrong_role_is_refused);
  add ("/approvals/pin", test_wrong_pin_is_refused);
  add ("/approvals/other-request", test_other_request_is_refused);
  add ("/approvals/twice", test_twice_is_refused);
  add ("/approvals/late", test_late_is_refused);
  add ("/approvals/harmless", test_harmless_has_none);
  add ("/approvals/administrators", test_administrators_are_made_by_two);
  add ("/approvals/take-over", test_two_take_a_device_over);
  add ("/approvals/revocations", test_two_revoke_many);
  add ("/approvals/tidying-up", test_tidying_up_is_no_loss);
  g_test_add_func ("/approvals/alone", test_one_alone);

  return g_test_run ();
}
