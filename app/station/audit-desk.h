#pragma once

#include "app/audit/audit-verifier.h"
#include "app/station/signer-client.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The audit log of a station judged from outside: by the file, the checkpoints beside it, and the
 * last checkpoint that the signer remembers. It opens nothing for writing, so that a damaged
 * station can be judged too. */

#define ZM_AUDIT_DESK_KEY_FILE "verifier.key" /* in DIR/certificates, for when no signer answers */

/* What is watched and may be given up; all may be NULL. */
typedef struct {
  ZmAuditProgress progress;
  gpointer        data;
  GCancellable   *cancellable;
} ZmAuditWatch;

/* How the log was last found intact, by what it says itself. */
typedef struct {
  gint64    records; /* that were there; 0 where nobody ever verified it */
  gint64    newer;   /* that came since */
  ZmInstant time;
  char     *actor;
} ZmAuditVerified;

/* signer: NULL if none answers; then the log is judged without that witness. watch may be NULL;
 * NULL where it was cancelled. */
ZmAuditReport *zm_audit_desk_verify        (const char          *station_directory,
                                            ZmSignerClient      *signer,
                                            const ZmAuditWatch  *watch) G_GNUC_WARN_UNUSED_RESULT;
/* Puts on record that somebody had it verified, and notifies "audit". What is not intact is not written
 * to: it is evidence, and what was found is kept beside it (ZmAuditFinding). */
gboolean       zm_audit_desk_note          (ZmStation           *station,
                                            const ZmAuditReport *report,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       zm_audit_desk_last_verified (ZmDatabase          *database,
                                            ZmAuditVerified     *verified,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void           zm_audit_desk_clear         (ZmAuditVerified     *verified);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmAuditVerified, zm_audit_desk_clear)

G_END_DECLS
