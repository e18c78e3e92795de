#include "app/protocol/report.h"

#include "app/base/error.h"

/* No verdict on the identity. */
static const char *const passing[] = {
  "database.busy", "database.write", "file.directory", "file.write", "slots.write", "system.io",
  "tls.closed", "tls.connect", "tls.timeout", NULL,
};

/* What a device judges: what it was given, what it has, and what it met on the way to the server. */
static const char *const own[] = {
  "certificate.", "chain.", "clock.", "crl.", "crls.", "csr.", "device.", "frame.", "http.",
  "identity.", "json.", "key.", "led.", "log.", "message.", "mtls.", "pairing.", "payload.",
  "pending.", "random.", "request.der", "slots.", "tether.", "tls.", "tunnel.",
};

static gboolean
may_know (const char *check)
{
  /* The station's own, of its own clock. */
  if (g_str_equal (check, "clock.backwards"))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      if (g_str_has_prefix (check, own[i]))
        return TRUE;
    }

  return FALSE;
}

GError *
zm_report_to_error (const char *check,
                    const char *seen,
                    const char *expected,
                    const char *message)
{
  g_autofree char *told = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  told = g_strdup_printf ("The device says: %s", message);
  if (check != NULL && g_strv_contains (passing, check))
    return zm_error_new_literal (ZM_ERROR_UNAVAILABLE, check, seen, expected, told);
  if (check != NULL && may_know (check))
    return zm_error_new_literal (ZM_ERROR_REFUSED, check, seen, expected, told);

  return zm_error_new_literal (ZM_ERROR_REFUSED, "device.reports", check, NULL, told);
}
