#include "app/protocol/secret-rules.h"

#include "app/base/error.h"

#include <string.h>

gboolean
zm_secret_rules_check_pin (const ZmSecret  *pin,
                           GError         **error)
{
  const guint8 *digits;
  gsize length;
  gboolean ok;

  g_return_val_if_fail (pin != NULL, FALSE);

  digits = zm_secret_peek (pin);
  length = zm_secret_length (pin);
  ok = length >= ZM_SECRET_RULES_PIN_MIN && length <= ZM_SECRET_RULES_PIN_MAX;
  for (gsize i = 0; ok && i < length; i++)
    ok = g_ascii_isdigit (digits[i]);
  if (!ok)
    zm_error_set (error, ZM_ERROR_INVALID, "operator.pin", NULL, "6 to 12 digits",
                  "This is not a PIN");

  return ok;
}

gboolean
zm_secret_rules_check_passphrase (const ZmSecret  *passphrase,
                                  GError         **error)
{
  g_return_val_if_fail (passphrase != NULL, FALSE);

  if (zm_secret_length (passphrase) >= ZM_SECRET_RULES_PASSPHRASE_MIN)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "passphrase.short", NULL, "at least 8 bytes",
                "The new passphrase is too short");
  return FALSE;
}

gboolean
zm_secret_rules_check_same (const ZmSecret  *secret,
                            const ZmSecret  *again,
                            GError         **error)
{
  g_return_val_if_fail (secret != NULL && again != NULL, FALSE);

  if (zm_secret_length (secret) == zm_secret_length (again) &&
      memcmp (zm_secret_peek (secret), zm_secret_peek (again), zm_secret_length (secret)) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "passphrase.repeat", NULL, "the same twice",
                "The two entries differ");
  return FALSE;
}
