#pragma once

#include "app/audit/audit-verifier.h"
#include "app/station/signer-client.h"

G_BEGIN_DECLS

/* The audit log of a station judged from outside: by the file, the checkpoints beside it, and the
 * last checkpoint that the signer remembers. It opens nothing for writing, so that a damaged
 * station can be judged too. */

#define ZM_AUDIT_DESK_KEY_FILE "verifier.key" /* in DIR/certificates, for when no signer answers */

/* signer: NULL if none answers; then the log is judged without that witness. */
ZmAuditReport *zm_audit_desk_verify (const char      *station_directory,
                                     ZmSignerClient  *signer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
