#include "desk.h"

#include "app/base/error.h"

#include <string.h>

typedef struct {
  Desk *desk;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->desk = desk_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  desk_free (fixture->desk);
}

static json_t *
name_and_pin (const char *name,
              const char *pin)
{
  return json_pack ("{s:s, s:s}", "operator", name, "pin", pin);
}

static void
refuse_sign_in (Desk       *desk,
                const char *name,
                const char *pin,
                const char *check)
{
  desk_refuse (desk, NULL, ZM_REQUEST_SIGN_IN, name_and_pin (name, pin), check);
}

static char *
fail_sign_in (Desk       *desk,
              const char *name,
              const char *pin)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = desk_try (desk, NULL, ZM_REQUEST_SIGN_IN, name_and_pin (name, pin),
                                       &error);

  g_assert_null (answer);

  return g_strdup_printf ("%s %d %s", zm_error_get_check (error), error->code, error->message);
}

/* A name that nobody has and whose failures are counted elsewhere. */
static char *
find_unknown (Desk *desk)
{
  ZmDelays *delays = desk->signer->state->delays;
  guint taken = zm_delays_find_bucket (delays, DESK_ADMIN);

  for (guint i = 0;; i++)
    {
      char *name = g_strdup_printf ("nobody-%u", i);

      if (zm_delays_find_bucket (delays, name) != taken)
        return name;
      g_free (name);
    }
}

/* An unknown name reads as a wrong PIN does, also once there is a delay. */
static void
test_unknown_reads_as_wrong (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *name = find_unknown (fixture->desk);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *wrong = fail_sign_in (fixture->desk, DESK_ADMIN, "999999");
      g_autofree char *unknown = fail_sign_in (fixture->desk, name, "999999");

      g_assert_cmpstr (wrong, ==, unknown);
    }
}

static void
test_delay_outlives_a_restart (Fixture       *fixture,
                               gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;

  for (guint i = 0; i < 3; i++)
    refuse_sign_in (desk, DESK_ADMIN, "999999", "sign-in.refused");

  /* The right PIN does not help either. */
  refuse_sign_in (desk, DESK_ADMIN, DESK_ADMIN_PIN, "sign-in.delay");
  g_clear_pointer (&desk->signer, zm_signer_free);
  desk_advance (desk, ZM_INSTANT_SECOND);
  desk->now.running = 0;
  desk->signer = zm_signer_open (desk->station, desk->passphrase, desk->now, &error);
  g_assert_no_error (error);
  answer = desk_try (desk, NULL, ZM_REQUEST_SIGN_IN, name_and_pin (DESK_ADMIN, DESK_ADMIN_PIN),
                     &error);
  g_assert_null (answer);
  g_assert_cmpstr (zm_error_get_check (error), ==, "sign-in.delay");
  g_assert_cmpstr (zm_error_get_expected (error), ==, "3 seconds");

  desk_advance (desk, 3 * ZM_INSTANT_SECOND);
  g_free (desk_sign_in (desk, DESK_ADMIN, DESK_ADMIN_PIN));
}

/* Setting the clock neither ends a delay nor makes it endless. */
static void
test_delay_ignores_the_wall_clock (Fixture       *fixture,
                                   gconstpointer  data)
{
  Desk *desk = fixture->desk;

  for (guint i = 0; i < 3; i++)
    refuse_sign_in (desk, DESK_ADMIN, "999999", "sign-in.refused");
  desk->now.wall += ZM_INSTANT_DAY;
  refuse_sign_in (desk, DESK_ADMIN, DESK_ADMIN_PIN, "sign-in.delay");
  desk->now.wall -= 2 * ZM_INSTANT_DAY;
  desk->now.running += 4 * ZM_INSTANT_SECOND;
  g_free (desk_sign_in (desk, DESK_ADMIN, DESK_ADMIN_PIN));
}

static void
test_sign_in_ends (Fixture       *fixture,
                   gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *token = desk_hire (desk, "mkeller", "technician");

  json_decref (desk_ask (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL));
  desk_refuse (desk, NULL, ZM_REQUEST_OPERATOR_LIST, NULL, "sign-in.missing");
  json_decref (desk_ask (desk, token, ZM_REQUEST_SIGN_OUT, NULL));
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL, "sign-in.expired");

  g_free (token);
  token = desk_sign_in (desk, "mkeller", "654321");
  desk_advance (desk, 15 * ZM_INSTANT_MINUTE);
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL, "sign-in.expired");
}

static void
test_people_come_and_go (Fixture       *fixture,
                         gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *token = desk_hire (desk, "Zoë Keller", "technician");
  g_autofree char *names = NULL;
  g_autoptr(json_t) answer = NULL;

  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
               json_pack ("{s:s, s:s, s:s}", "name", "Zoë Keller", "role", "auditor", "pin",
                          "654321"), "operator.exists");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
               json_pack ("{s:s, s:s, s:s}", "name", "x", "role", "auditor", "pin", "65432"),
               "operator.pin");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
               json_pack ("{s:s, s:s, s:s}", "name", "x", "role", "auditor", "pin", "65432x"),
               "operator.pin");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_ADD,
               json_pack ("{s:s, s:s, s:s}", "name", "a\nb", "role", "auditor", "pin", "654321"),
               "operator.name");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_REMOVE,
               json_pack ("{s:s}", "name", "nobody"), "operator.missing");
  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_REMOVE,
               json_pack ("{s:s}", "name", DESK_ADMIN), "operator.last-administrator");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_OPERATOR_REMOVE,
                         json_pack ("{s:s}", "name", "Zoë Keller")));
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL, "sign-in.expired");
  refuse_sign_in (desk, "Zoë Keller", "654321", "sign-in.refused");

  desk_restart (desk);
  answer = desk_ask (desk, desk->admin, ZM_REQUEST_OPERATOR_LIST, NULL);
  names = json_dumps (json_object_get (answer, "operators"), JSON_COMPACT | JSON_SORT_KEYS);
  g_assert_cmpstr (names, ==,
                   "[{\"active\":false,\"name\":\"Zoë Keller\",\"role\":\"technician\"},"
                   "{\"active\":true,\"name\":\"admin\",\"role\":\"administrator\"}]");
}

static void
test_administrator_hands_over (Fixture       *fixture,
                               gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *token = desk_hire (desk, "second", "administrator");

  g_autofree char *nonce = desk_approve (desk, token, DESK_ADMIN, DESK_ADMIN_PIN,
                                         ZM_REQUEST_OPERATOR_REMOVE,
                                         json_pack ("{s:s}", "name", DESK_ADMIN));

  json_decref (desk_ask (desk, token, ZM_REQUEST_OPERATOR_REMOVE,
                         json_pack ("{s:s, s:s}", "name", DESK_ADMIN, "approval", nonce)));
  desk_refuse (desk, desk->admin, ZM_REQUEST_WINDOW_CLOSE, NULL, "sign-in.expired");
  /* He removes himself, with the token that this takes from him: refused, he is the last. */
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_REMOVE, json_pack ("{s:s}", "name", "second"),
               "operator.last-administrator");
}

/* Sensible members for every request, so that only the role is in question. */
static json_t *
make_members (ZmRequestType type)
{
  static const char uuid[] = "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b";
  static const char serial[] = "4F0A00000000000000000000000000A1";
  static const char hash[] = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

  switch (type)
    {
    case ZM_REQUEST_SIGN_IN:
      return name_and_pin ("nobody", "000000");
    case ZM_REQUEST_CHECKPOINT_SIGN:
      return json_pack ("{s:i, s:s, s:[]}", "size", 1, "root", hash, "proof");
    case ZM_REQUEST_JUDGE:
      return json_pack ("{s:s, s:s, s:s}", "csr", "AAAA", "deviceId", "d", "deviceLabel", "l");
    case ZM_REQUEST_ISSUE_PREPARE:
      return json_pack ("{s:s, s:s, s:s, s:s}", "csr", "AAAA", "deviceId", "d", "deviceLabel", "l",
                        "session", uuid);
    case ZM_REQUEST_ISSUE_SIGN:
      return json_pack ("{s:s}", "tbs", "AAAA");
    case ZM_REQUEST_ISSUE_CANCEL:
      return json_pack ("{s:s}", "serial", serial);
    case ZM_REQUEST_PAYLOAD_COMPOSE:
      return json_pack ("{s:s, s:s, s:s}", "session", uuid, "serial", serial, "pairingCode", "");
    case ZM_REQUEST_CODE_HASH:
      return json_pack ("{s:s, s:s}", "deviceId", "d", "code", "ABCD-1234");
    case ZM_REQUEST_REVOKE:
      return json_pack ("{s:s, s:s}", "serial", serial, "reason", "superseded");
    case ZM_REQUEST_OPERATOR_ADD:
      return json_pack ("{s:s, s:s, s:s}", "name", "n", "role", "auditor", "pin", "123456");
    case ZM_REQUEST_OPERATOR_REMOVE:
      return json_pack ("{s:s}", "name", "nobody");
    case ZM_REQUEST_OPERATOR_PIN:
      return json_pack ("{s:s, s:s}", "name", "nobody", "pin", "123456");
    case ZM_REQUEST_APPROVE:
      return json_pack ("{s:s, s:s, s:s, s:s}", "action", "window-open", "digest", hash,
                        "operator", "nobody", "pin", "000000");
    case ZM_REQUEST_DEVICE_RETIRE:
      return json_pack ("{s:s}", "deviceId", "d");
    case ZM_REQUEST_LIMITS_SET:
      return json_pack ("{s:i, s:i, s:i, s:i}", "windowDevices", 50, "windowMinutes", 60,
                        "revocations", 10, "revocationMinutes", 60);
    case ZM_REQUEST_WINDOW_OPEN:
      return json_pack ("{s:i, s:i}", "devices", 1, "minutes", 1);
    case ZM_REQUEST_POLICY_SET:
      return desk_policy ();
    case ZM_REQUEST_AUTHORITY_INSTALL:
      return json_pack ("{s:s, s:[s], s:s}", "root", "x", "chain", "x", "station", "x");
    case ZM_REQUEST_CANARY_ISSUE:
      return json_pack ("{s:s}", "csr", "AAAA");
    case ZM_REQUEST_SERVER_KEY_ADD:
      return json_pack ("{s:s, s:s}", "keyId", "sk-1", "mode", "derived");
    case ZM_REQUEST_FACTORY_RECORD:
      return json_pack ("{s:s}", "deviceId", "d");
    case ZM_REQUEST_ISSUED_LIST:
      return json_pack ("{s:i}", "from", 0);
    case ZM_REQUEST_LOG_RESTART:
      return json_pack ("{s:i, s:s}", "size", 1, "root", hash);
    default:
      return json_object ();
    }
}

/* Whatever else is wrong with the request, a role that may not is refused first. */
static void
assert_role (Desk          *desk,
             const char    *token,
             ZmRequestType  type,
             gboolean       allowed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = desk_try (desk, token, type, make_members (type), &error);
  const char *check = error == NULL ? NULL : zm_error_get_check (error);
  const char *expected = token == NULL ? "sign-in.missing" : "role.denied";

  if (allowed)
    g_assert_cmpstr (check, !=, expected);
  else
    g_assert_cmpstr (check, ==, expected);
}

/* The table of the design, written out again: a row here for each request, a letter for each role
 * that may. */
static void
test_roles_matrix (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct {
    ZmRequestType type;
    const char   *who; /* '-' nobody signed in, 't', 'a', 'u'ditor */
  } matrix[] = {
    { ZM_REQUEST_STATUS, "-tau" }, { ZM_REQUEST_AUTHORITY_SHOW, "-tau" },
    { ZM_REQUEST_SIGN_IN, "-tau" },
    { ZM_REQUEST_OPERATOR_LIST, "tau" }, { ZM_REQUEST_ISSUED_LIST, "tau" },
    { ZM_REQUEST_APPROVE, "ta" }, { ZM_REQUEST_DEVICE_RETIRE, "ta" },
    { ZM_REQUEST_LIMITS_SET, "a" },
    { ZM_REQUEST_CHECKPOINT_SIGN, "ta" },
    { ZM_REQUEST_JUDGE, "ta" }, { ZM_REQUEST_ISSUE_PREPARE, "ta" },
    { ZM_REQUEST_ISSUE_SIGN, "ta" }, { ZM_REQUEST_ISSUE_CANCEL, "ta" },
    { ZM_REQUEST_PAYLOAD_COMPOSE, "ta" }, { ZM_REQUEST_CODE_HASH, "ta" },
    { ZM_REQUEST_REVOKE, "ta" }, { ZM_REQUEST_CRL_ISSUE, "ta" },
    { ZM_REQUEST_OPERATOR_ADD, "a" }, { ZM_REQUEST_OPERATOR_REMOVE, "a" },
    { ZM_REQUEST_WINDOW_OPEN, "a" }, { ZM_REQUEST_WINDOW_CLOSE, "a" },
    { ZM_REQUEST_POLICY_SET, "a" }, { ZM_REQUEST_AUTHORITY_REQUESTS, "a" },
    { ZM_REQUEST_AUTHORITY_INSTALL, "a" }, { ZM_REQUEST_CANARY_ISSUE, "a" },
    { ZM_REQUEST_SERVER_KEY_ADD, "a" }, { ZM_REQUEST_FACTORY_RECORD, "a" },
    { ZM_REQUEST_LEDGER_COMPARE, "-tau" }, { ZM_REQUEST_LEDGER_RECOVER, "a" },
    /* Of somebody else; the test below sees to one's own. */
    { ZM_REQUEST_OPERATOR_PIN, "a" },
    { ZM_REQUEST_LOG_RESTART, "a" }, { ZM_REQUEST_SIGN_OUT, "tau" },
  };
  Desk *desk = fixture->desk;
  g_autofree char *technician = desk_hire (desk, "t", "technician");
  g_autofree char *auditor = desk_hire (desk, "u", "auditor");

  g_assert_cmpuint (G_N_ELEMENTS (matrix), ==, ZM_REQUEST_LEDGER_RECOVER + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      assert_role (desk, NULL, matrix[i].type, strchr (matrix[i].who, '-') != NULL);
      assert_role (desk, technician, matrix[i].type, strchr (matrix[i].who, 't') != NULL);
      assert_role (desk, auditor, matrix[i].type, strchr (matrix[i].who, 'u') != NULL);
      assert_role (desk, desk->admin, matrix[i].type, strchr (matrix[i].who, 'a') != NULL);
      desk_advance (desk, ZM_INSTANT_MINUTE / 2);
    }
}

static json_t *
name_and_new_pin (const char *name,
                  const char *pin,
                  const char *current)
{
  return json_pack ("{s:s, s:s, s:s*}", "name", name, "pin", pin, "current", current);
}

static void
test_pin_is_changed (Fixture       *fixture,
                     gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *token = desk_hire (desk, "u", "auditor");

  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_PIN, name_and_new_pin ("u", "777777", NULL),
               "operator.current-pin");
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_PIN, name_and_new_pin ("u", "777777", "111111"),
               "sign-in.refused");
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_PIN, name_and_new_pin ("u", "7", "654321"),
               "operator.pin");
  json_decref (desk_ask (desk, token, ZM_REQUEST_OPERATOR_PIN,
                         name_and_new_pin ("u", "777777", "654321")));
  /* The person stays signed in. */
  json_decref (desk_ask (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL));

  desk_restart (desk);
  refuse_sign_in (desk, "u", "654321", "sign-in.refused");
  g_free (token);
  token = desk_sign_in (desk, "u", "777777");

  desk_refuse (desk, desk->admin, ZM_REQUEST_OPERATOR_PIN,
               name_and_new_pin ("nobody", "888888", NULL), "operator.missing");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_OPERATOR_PIN,
                         name_and_new_pin ("u", "888888", NULL)));
  desk_refuse (desk, token, ZM_REQUEST_OPERATOR_LIST, NULL, "sign-in.expired");
  g_free (desk_sign_in (desk, "u", "888888"));
}

static void
test_token_is_the_users (Fixture       *fixture,
                         gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) request = zm_request_encode (ZM_REQUEST_OPERATOR_LIST, desk->admin, NULL,
                                                 &error);
  g_autoptr(GBytes) answer = zm_signer_answer (desk->signer, DESK_PEER + 1, desk->now,
                                               g_bytes_get_data (request, NULL),
                                               g_bytes_get_size (request));

  g_assert_null (zm_request_parse_answer (g_bytes_get_data (answer, NULL),
                                          g_bytes_get_size (answer), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "sign-in.expired");
}

static void
test_nonsense_is_answered (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const texts[] = {
    "x", "{}", "[]", "{\"request\":\"status\",\"x\":1}", "{\"request\":\"no-such\"}",
    "{\"request\":\"sign-in\"}", "{\"request\":1}", "\xff",
  };
  Desk *desk = fixture->desk;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) answer = zm_signer_answer (desk->signer, DESK_PEER, desk->now,
                                                   (const guint8 *) texts[i], strlen (texts[i]));

      g_assert_null (zm_request_parse_answer (g_bytes_get_data (answer, NULL),
                                              g_bytes_get_size (answer), &error));
      g_assert_true (g_str_has_prefix (zm_error_get_check (error), "request."));
    }
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

  add ("/people/unknown", test_unknown_reads_as_wrong);
  add ("/people/delay/restart", test_delay_outlives_a_restart);
  add ("/people/delay/clock", test_delay_ignores_the_wall_clock);
  add ("/people/sign-in-ends", test_sign_in_ends);
  add ("/people/come-and-go", test_people_come_and_go);
  add ("/people/hand-over", test_administrator_hands_over);
  add ("/people/roles", test_roles_matrix);
  add ("/people/pin", test_pin_is_changed);
  add ("/people/token", test_token_is_the_users);
  add ("/people/nonsense", test_nonsense_is_answered);

  return g_test_run ();
}
