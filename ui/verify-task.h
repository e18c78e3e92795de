#pragma once

#include "app/station/audit-desk.h"
#include "ui/progress.h"

G_BEGIN_DECLS

/* The audit log judged in a thread, and what hangs on it if it does not hold. */
typedef struct {
  ZmAuditReport *report;
  GPtrArray     *touched; /* char *, devices named after the last good checkpoint; NULL if intact */
} ZmVerifyFinding;

#define ZM_VERIFY_TASK_TOUCHED_MAX 200

void             zm_verify_task_run_async  (ZmStation            *station,
                                            ZmProgress           *progress,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* An intact log has the verification on record by then. */
ZmVerifyFinding *zm_verify_task_run_finish (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             zm_verify_task_free       (ZmVerifyFinding      *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmVerifyFinding, zm_verify_task_free)

G_END_DECLS
