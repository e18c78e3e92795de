#include "app/base/error.h"
#include "app/signer/state.h"

#include <string.h>

#define NOON   (G_GINT64_CONSTANT (1767268800) * ZM_INSTANT_SECOND)
#define STAMP  "\"time\":\"2026-01-01T12:00:00.000000Z\",\"seq\":7"
#define SERIAL "4F0A00000000000000000000000000A1"

static ZmState *
make_state (void)
{
  g_autoptr(ZmSecret) pepper = zm_secret_new (32);
  ZmMoment now = { .wall = NOON, .running = ZM_INSTANT_HOUR };

  return zm_state_new (pepper, now);
}

static gboolean
take (ZmState     *state,
      const char  *text,
      GError     **error)
{
  g_autoptr(json_t) entry = json_loads (text, 0, NULL);

  g_assert_nonnull (entry);

  return zm_state_take_entry (entry, state, error);
}

/* Their macs may be right: another version wrote them, or a fault of this one. */
static void
test_refuses_what_has_no_sense (void)
{
  static const char *const entries[] = {
    "{}",
    "{\"kind\":\"window.closed\"}",
    "{\"kind\":\"window.closed\",\"time\":\"noon\"}",
    "{\"kind\":\"no-such\"," STAMP "}",
    "{\"kind\":\"window.opened\"," STAMP "}",
    "{\"kind\":\"window.opened\",\"devices\":1,\"until\":\"later\"," STAMP "}",
    "{\"kind\":\"operator.added\",\"name\":\"x\"," STAMP "}",
    "{\"kind\":\"operator.added\",\"name\":\"x\",\"role\":\"king\",\"salt\":\"\",\"verifier\":\"\","
    STAMP "}",
    "{\"kind\":\"operator.pin-set\",\"name\":\"nobody\",\"salt\":\"\",\"verifier\":\"\"," STAMP "}",
    "{\"kind\":\"limits.set\",\"windowDevices\":0," STAMP "}",
    "{\"kind\":\"device.retired\"," STAMP "}",
    "{\"kind\":\"sign-in.failed\",\"bucket\":64," STAMP "}",
    "{\"kind\":\"policy.set\"," STAMP "}",
    "{\"kind\":\"authority.installed\",\"root\":\"x\"," STAMP "}",
    "{\"kind\":\"server-key.added\",\"keyId\":\"x\",\"mode\":\"other\"," STAMP "}",
    "{\"kind\":\"issue.prepared\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"issue.signed\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"issue.cancelled\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"issue.revoked\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"canary.issued\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"crl.issued\",\"number\":0," STAMP "}",
    "{\"kind\":\"checkpoint.signed\",\"size\":1,\"root\":\"00\"," STAMP "}",
    "{\"kind\":\"issue.recovered\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"revocation.recovered\",\"serial\":\"" SERIAL "\"," STAMP "}",
    "{\"kind\":\"crl.recovered\",\"number\":0," STAMP "}",
    "{\"kind\":\"checkpoint.recovered\",\"size\":1,\"root\":\"00\"," STAMP "}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr(ZmState) state = make_state ();
      g_autoptr(GError) error = NULL;

      g_assert_false (take (state, entries[i], &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_CORRUPT));
      g_assert_cmpstr (zm_error_get_check (error), ==, "ledger.entry");
    }
}

static void
test_numbers_only_grow (void)
{
  g_autoptr(ZmState) state = make_state ();

  g_assert_true (take (state, "{\"kind\":\"crl.issued\",\"number\":5," STAMP "}", NULL));
  g_assert_false (take (state, "{\"kind\":\"crl.issued\",\"number\":5," STAMP "}", NULL));
  g_assert_cmpint (state->crl_number, ==, 5);
  g_assert_true (take (state, "{\"kind\":\"crl.issued\",\"number\":6," STAMP "}", NULL));
  g_assert_cmpint (state->crl_number, ==, 6);
}

static void
test_key_has_one_entry (void)
{
  static const char entry[] =
    "{\"kind\":\"server-key.added\",\"keyId\":\"sk-1\",\"mode\":\"derived\"," STAMP "}";
  g_autoptr(ZmState) state = make_state ();

  g_assert_true (take (state, entry, NULL));
  g_assert_false (take (state, entry, NULL));
}

/* A failure of an hour ago is an hour old, whatever the running clock says. */
static void
test_failures_have_their_age (void)
{
  g_autoptr(ZmState) state = make_state ();

  for (guint i = 0; i < 3; i++)
    g_assert_true (take (state, "{\"kind\":\"sign-in.failed\",\"bucket\":1," STAMP "}", NULL));
  g_assert_cmpuint (zm_delays_get_seconds (state->delays, 1, state->now.running), ==, 4);

  state->now.wall += ZM_INSTANT_HOUR;
  for (guint i = 0; i < 3; i++)
    g_assert_true (take (state, "{\"kind\":\"sign-in.failed\",\"bucket\":2," STAMP "}", NULL));
  g_assert_cmpuint (zm_delays_get_seconds (state->delays, 2, state->now.running), ==, 0);
}

static void
test_clock (void)
{
  g_autoptr(ZmState) state = make_state ();
  g_autoptr(GError) error = NULL;

  g_assert_true (take (state, "{\"kind\":\"window.closed\"," STAMP "}", NULL));
  g_assert_true (zm_state_check_clock (state, NOON - 5 * ZM_INSTANT_MINUTE, &error));
  g_assert_no_error (error);
  g_assert_false (zm_state_check_clock (state, NOON - 5 * ZM_INSTANT_MINUTE - 1, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "clock.backwards");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state/no-sense", test_refuses_what_has_no_sense);
  g_test_add_func ("/state/numbers", test_numbers_only_grow);
  g_test_add_func ("/state/keys", test_key_has_one_entry);
  g_test_add_func ("/state/age", test_failures_have_their_age);
  g_test_add_func ("/state/clock", test_clock);

  return g_test_run ();
}
