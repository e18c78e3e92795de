#include "app/base/error.h"
#include "app/station/retry.h"

#include <gio/gio.h>

#define SESSION "0c3f9a5e-6a0e-4d6e-9d0b-0123456789ab"

static void
assert_retry (ZmErrorCode     code,
              const char     *check,
              const char     *session_id,
              ZmSessionState  state,
              ZmRetry         expected)
{
  g_autoptr(GError) failure = zm_error_new_literal (code, check, NULL, NULL, "It failed");

  g_test_message ("%s", check);
  g_assert_cmpint (zm_retry_judge (failure, session_id, state), ==, expected);
}

static void
test_resumed (void)
{
  assert_retry (ZM_ERROR_UNAVAILABLE, "tether.unplugged", SESSION, ZM_SESSION_REQUESTED,
                ZM_RETRY_RESUME);
  assert_retry (ZM_ERROR_UNAVAILABLE, "mtls.unknown", SESSION, ZM_SESSION_INSTALLED,
                ZM_RETRY_RESUME);
  assert_retry (ZM_ERROR_REFUSED, "window.closed", SESSION, ZM_SESSION_APPROVED, ZM_RETRY_RESUME);
  assert_retry (ZM_ERROR_REFUSED, "rate.hour", SESSION, ZM_SESSION_APPROVED, ZM_RETRY_RESUME);
  assert_retry (ZM_ERROR_CONFLICT, "lease.taken", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_RESUME);
  g_assert_cmpint (zm_retry_judge (NULL, SESSION, ZM_SESSION_DELIVERED), ==, ZM_RETRY_RESUME);
}

static void
test_begun_anew (void)
{
  assert_retry (ZM_ERROR_UNAVAILABLE, "tether.unplugged", NULL, ZM_SESSION_PAIRED, ZM_RETRY_SCAN);
  assert_retry (ZM_ERROR_UNAVAILABLE, "tether.unplugged", SESSION, ZM_SESSION_PAIRED,
                ZM_RETRY_SCAN);
  assert_retry (ZM_ERROR_CONFLICT, "lease.taken", NULL, ZM_SESSION_PAIRED, ZM_RETRY_SCAN);
}

/* A refused identity above all. */
static void
test_refused (void)
{
  assert_retry (ZM_ERROR_REFUSED, "guard.device-id", NULL, ZM_SESSION_PAIRED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_REFUSED, "pairing.possession", SESSION, ZM_SESSION_FAILED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_REFUSED, "mtls.serial", SESSION, ZM_SESSION_INSTALLED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_INVALID, "ticket.form", NULL, ZM_SESSION_PAIRED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_CONFLICT, "session.ended", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_NEVER);
}

/* A plug mends it, and nothing else does. */
static void
test_absent (void)
{
  static const struct {
    const char *check;
    gboolean    absent;
  } cases[] = {
    { "tether.connect", TRUE },
    { "tether.unplugged", TRUE },
    { "usb.absent", TRUE },
    { "tether.timeout", FALSE },
    { "tether.in-use", FALSE },
    { "signer.absent", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_UNAVAILABLE, cases[i].check, NULL,
                                                        NULL, "It failed");

      g_assert_cmpint (zm_retry_is_absence (failure), ==, cases[i].absent);
    }
}

static void
test_broken (void)
{
  assert_retry (ZM_ERROR_CORRUPT, "database.row", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_INTERNAL, "session.state", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_INVALID, "answer.json", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_CONFLICT, "session.moved", SESSION, ZM_SESSION_ISSUED, ZM_RETRY_NEVER);
  assert_retry (ZM_ERROR_UNAVAILABLE, "signer.gone", SESSION, ZM_SESSION_VERIFIED, ZM_RETRY_NEVER);
}

/* What is broken waits all the same for whoever mends it. */
static void
test_kept_open (void)
{
  g_autoptr(GError) stopped = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  g_autoptr(GError) damaged = zm_error_new_literal (ZM_ERROR_CORRUPT, "database.row", NULL, NULL,
                                                    "Damaged");
  g_autoptr(GError) refused = zm_error_new_literal (ZM_ERROR_REFUSED, "csr.key-type", NULL, NULL,
                                                    "Refused");

  g_assert_true (zm_retry_is_interruption (stopped));
  g_assert_true (zm_retry_is_interruption (damaged));
  g_assert_false (zm_retry_is_interruption (refused));
  g_assert_cmpint (zm_retry_judge (stopped, SESSION, ZM_SESSION_ISSUED), ==, ZM_RETRY_RESUME);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/resumed", test_resumed);
  g_test_add_func ("/retry/anew", test_begun_anew);
  g_test_add_func ("/retry/refused", test_refused);
  g_test_add_func ("/retry/absent", test_absent);
  g_test_add_func ("/retry/broken", test_broken);
  g_test_add_func ("/retry/kept-open", test_kept_open);

  return g_test_run ();
}
