#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The rules for pairing codes (design section 6): one live code a device, at most five attempts a
 * code, a growing delay for device, port and hour, a life of 15 minutes for a code that a device
 * shows. Codes are stored as a hash keyed in the signer. */

#define ZM_CODE_ATTEMPTS_MAX 5

/* A code of the registry's own, to be entered at the device; ends the life of an older one.
 * Audited without the code. The code is newly allocated; expires_at may be NULL. */
char     *zm_code_desk_issue   (ZmStation    *station,
                                const char   *device_id,
                                ZmInstant    *expires_at,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before a code is used: no delay is running, the device's live code (if the registry issued one)
 * is this one, this code was not used or spent before. A code that a device shows is put on
 * record here. Gives the row's id. Checks "code.delay", "code.mismatch", "code.expired",
 * "code.used", "code.spent". */
gboolean  zm_code_desk_admit   (ZmStation    *station,
                                const char   *device_id,
                                const char   *port,
                                const char   *session_id,
                                const char   *code,
                                gint64       *code_id,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* After a wrong proof: counts the attempt and gives "code.mismatch", or "code.spent" when it was
 * the last. Always returns FALSE, with the error set. */
gboolean  zm_code_desk_fail    (ZmStation    *station,
                                gint64        code_id,
                                const char   *device_id,
                                const char   *port,
                                const char   *session_id,
                                GError      **error);
/* Uses the code up, inside the caller's transaction that records the CSR hash. */
gboolean  zm_code_desk_use_up  (ZmStation    *station,
                                gint64        code_id,
                                const char   *session_id,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
