#include "app/station/negative-test.h"

#include "app/base/error.h"

typedef struct {
  ZmNegative    negative;
  guint         status;
  const char   *check; /* NULL: the server answered */
  const char   *seen;  /* of a refusal */
  ZmTestOutcome outcome;
  const char   *reason;
} Case;

/* Refused for the right reason, let in, or neither. */
static const Case cases[] = {
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, "tls.alert", "certificate required", ZM_TEST_SUCCESS,
    "certificate required" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, "tls.alert", "handshake failure", ZM_TEST_SUCCESS,
    "handshake failure" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, "tls.alert", "internal error", ZM_TEST_UNKNOWN,
    "internal error" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 400, NULL, NULL, ZM_TEST_SUCCESS, "HTTP 400" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 200, NULL, NULL, ZM_TEST_FAILURE, "HTTP 200" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 204, NULL, NULL, ZM_TEST_FAILURE, "HTTP 204" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 500, NULL, NULL, ZM_TEST_UNKNOWN, "HTTP 500" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, NULL, NULL, ZM_TEST_UNKNOWN, "HTTP 0" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, "tls.connect", "refused", ZM_TEST_UNKNOWN, "tls.connect" },
  { ZM_NEGATIVE_NO_CERTIFICATE, 0, "chain.expired", NULL, ZM_TEST_UNKNOWN, "chain.expired" },
  { ZM_NEGATIVE_CANARY, 0, "tls.alert", "certificate revoked", ZM_TEST_SUCCESS,
    "certificate revoked" },
  { ZM_NEGATIVE_CANARY, 0, "tls.alert", "unknown ca", ZM_TEST_UNKNOWN, "unknown ca" },
  { ZM_NEGATIVE_CANARY, 0, "tls.alert", "certificate required", ZM_TEST_UNKNOWN,
    "certificate required" },
  { ZM_NEGATIVE_CANARY, 400, NULL, NULL, ZM_TEST_SUCCESS, "HTTP 400" },
  { ZM_NEGATIVE_CANARY, 200, NULL, NULL, ZM_TEST_FAILURE, "HTTP 200" },
};

static void
test_reasons (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr(GError) refusal = NULL;
      g_autofree char *seen = NULL;

      if (c->check != NULL)
        refusal = zm_error_new_literal (ZM_ERROR_REFUSED, c->check, c->seen, NULL, "It refused");
      g_assert_cmpint (zm_negative_test_judge (c->negative, c->status, refusal, &seen), ==,
                       c->outcome);
      g_assert_cmpstr (seen, ==, c->reason);
    }
}

static void
test_names (void)
{
  g_assert_cmpint (zm_negative_test_judge_name ("tls.server-name"), ==, ZM_TEST_SUCCESS);
  g_assert_cmpint (zm_negative_test_judge_name ("accepted"), ==, ZM_TEST_FAILURE);
  g_assert_cmpint (zm_negative_test_judge_name ("tls.connect"), ==, ZM_TEST_UNKNOWN);
  g_assert_cmpint (zm_negative_test_judge_name (NULL), ==, ZM_TEST_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/negatives/reasons", test_reasons);
  g_test_add_func ("/negatives/names", test_names);

  return g_test_run ();
}
