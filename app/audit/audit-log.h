#pragma once

#include "app/audit/audit-record.h"
#include "app/audit/tree.h"

G_BEGIN_DECLS

/* The growing end of security_audit_log. Reading it is audit-query.h; whether what is there is what
 * was written is the verifier's question. */
typedef struct _ZmAuditLog ZmAuditLog;

typedef ZmInstant (*ZmAuditClock) (gpointer data);

/* An empty log begins with the row "log.opened" of the system. desk is written into every row. */
ZmAuditLog *zm_audit_log_open       (ZmDatabase     *database,
                                     const char     *desk,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same with a clock of the caller's: a device's may be wrong. */
ZmAuditLog *zm_audit_log_open_clock (ZmDatabase     *database,
                                     const char     *desk,
                                     ZmAuditClock    clock,
                                     gpointer        data,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_audit_log_free       (ZmAuditLog     *log);

/* Writes the record within the caller's transaction, or one of its own, and fills seq, time,
 * desk, prev_hash and hash; from any thread. The time is the clock's, also where it is earlier
 * than the last row's: then detail gets the member "clockWentBackFrom" with that row's time. */
gboolean    zm_audit_log_append     (ZmAuditLog     *log,
                                     ZmAuditRecord  *record,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many rows there are, and the hash of the last one (64 zeros without rows). */
gboolean    zm_audit_log_get_head   (ZmAuditLog     *log,
                                     gint64         *size,
                                     char          **hash,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds the rows that tree does not have yet; a row that cannot have been written here is check
 * "audit.row" (ZM_ERROR_CORRUPT). Not inside a transaction: a rollback would take rows
 * away that the tree has. */
gboolean    zm_audit_log_load_tree  (ZmAuditLog     *log,
                                     ZmTree         *tree,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditLog, zm_audit_log_free)

G_END_DECLS
