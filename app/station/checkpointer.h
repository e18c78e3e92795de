#pragma once

#include "app/audit/audit-log.h"
#include "app/station/signer-client.h"

G_BEGIN_DECLS

#define ZM_CHECKPOINTER_DIRECTORY "checkpoints" /* in the station directory */

/* Has the signer sign heads of the audit log, each with the proof that it continues the last one,
 * and keeps them there. Any thread may call. */
typedef struct _ZmCheckpointer ZmCheckpointer;

/* Both are borrowed and outlive it. */
ZmCheckpointer *zm_checkpointer_new  (const char      *station_directory,
                                      ZmAuditLog      *log);
void            zm_checkpointer_free (ZmCheckpointer  *checkpointer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCheckpointer, zm_checkpointer_free)

/* Over the log as it stands; not inside a transaction. A log that is shorter than the last
 * checkpoint is "checkpoint.log-cut" (ZM_ERROR_CORRUPT). */
gboolean        zm_checkpointer_run  (ZmCheckpointer  *checkpointer,
                                      ZmSignerClient  *signer,
                                      const char      *verifier_key,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* After records were lost: has the signer take the log as it stands for the whole of it, which an
 * administrator answers for, and sets aside the checkpoints that it does not agree with. */
gboolean        zm_checkpointer_restart (ZmCheckpointer  *checkpointer,
                                         ZmSignerClient  *signer,
                                         const char      *verifier_key,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
