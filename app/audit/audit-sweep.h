#pragma once

#include "app/audit/audit-stretch.h"
#include "app/audit/page-check.h"

G_BEGIN_DECLS

/* All that is in a file with an audit log, looked at by as many threads as there are processors: first
 * the pages and indexes, which take long, then the rows, stretch by stretch; whoever asks for the
 * stretches works on them too. */
typedef struct _ZmAuditSweep ZmAuditSweep;

/* A connection of its own for each thread that asks; NULL where there is none. */
typedef ZmDatabase *(*ZmAuditSweepOpen) (gconstpointer data);

/* Up to the row of number last. pages and data live as long as the sweep. */
ZmAuditSweep         *zm_audit_sweep_start (ZmPageCheck      *pages,
                                            gint64            last,
                                            ZmAuditSweepOpen  open,
                                            gconstpointer     data);
/* The next stretch in their order, which lives until the next call, read through database where no
 * other thread has done so. NULL where a row of it is not beyond doubt, and after the last. */
const ZmAuditStretch *zm_audit_sweep_next  (ZmAuditSweep     *sweep,
                                            ZmDatabase       *database);
/* Nobody asks for stretches any more. */
void                  zm_audit_sweep_stop  (ZmAuditSweep     *sweep);
/* Waits for the threads. */
void                  zm_audit_sweep_free  (ZmAuditSweep     *sweep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditSweep, zm_audit_sweep_free)

G_END_DECLS
