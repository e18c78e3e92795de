#pragma once

#include "app/station/audit-export.h"
#include "ui/progress.h"

G_BEGIN_DECLS

/* Audit records written into a file, in a thread. A file of this name is replaced: who chose it was
 * asked. */
void     zm_export_task_run_async  (ZmStation            *station,
                                    const ZmAuditFilter  *filter,
                                    ZmAuditFormat         format,
                                    const char           *path,
                                    ZmProgress           *progress,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* How many records were written; -1 with an error. */
gssize   zm_export_task_run_finish (ZmStation            *station,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
