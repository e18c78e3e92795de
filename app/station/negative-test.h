#pragma once

#include "app/station/station.h"
#include "app/store/test-record.h"

G_BEGIN_DECLS

/* What a Central Station and a device must refuse, tried with every new identity (design section 9):
 * a client without a certificate, the revoked canary, and, by the device, a server of another name.
 * Refused for another reason is not refused: the reason is half of the proof. */

typedef enum {
  ZM_NEGATIVE_NO_CERTIFICATE,
  ZM_NEGATIVE_CANARY,
  ZM_NEGATIVE_WRONG_NAME,
} ZmNegative;

#define ZM_NEGATIVES 3

/* "no-certificate", "canary", "wrong-name": the kind of its test record. */
const char    *zm_negative_test_kind      (ZmNegative      negative);
/* What the server's answer (status, 0 for none) or its refusal (NULL for none) to a client is worth.
 * seen becomes what the reason was. */
ZmTestOutcome  zm_negative_test_judge     (ZmNegative      negative,
                                           guint           status,
                                           const GError   *refusal,
                                           char          **seen);
/* The same of what a device says about a server of another name: the check that refused, "accepted",
 * or NULL if it did not try. */
ZmTestOutcome  zm_negative_test_judge_name (const char     *reported);
/* Tries the first two from this desk. Blocks, for some seconds at most; ZmTestRecord without session,
 * in their order. What cannot be tried from here is unknown. */
GPtrArray     *zm_negative_test_run       (ZmStation      *station,
                                           GCancellable   *cancellable);

G_END_DECLS
