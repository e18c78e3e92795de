#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* What a new secret must be, for the signer that takes it and the screen where it is typed. What was
 * seen is never said. */

#define ZM_SECRET_RULES_PIN_MIN        6  /* digits */
#define ZM_SECRET_RULES_PIN_MAX        12
#define ZM_SECRET_RULES_PASSPHRASE_MIN 8  /* bytes */

/* Sets check "operator.pin". */
gboolean zm_secret_rules_check_pin        (const ZmSecret  *pin,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "passphrase.short". */
gboolean zm_secret_rules_check_passphrase (const ZmSecret  *passphrase,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The second entry of a new secret. Sets check "passphrase.repeat". */
gboolean zm_secret_rules_check_same       (const ZmSecret  *secret,
                                           const ZmSecret  *again,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
