#pragma once

#include "app/audit/audit-record.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* One record of the audit log as a row shows it. Properties (read-only): "seq", "time", "actor",
 * "action", "device", "kind" and "outcome" (its badge), "detail", "raw" (the record as JSON);
 * "expanded" (read and write): whether the row shows it. */
#define ZM_TYPE_AUDIT_ITEM (zm_audit_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditItem, zm_audit_item, ZM, AUDIT_ITEM, GObject)

/* Takes the record. */
ZmAuditItem *zm_audit_item_new     (ZmAuditRecord *record);
/* Stands for a row that could not be read. */
ZmAuditItem *zm_audit_item_new_bad (gint64         seq,
                                    const GError  *failure);
gint64       zm_audit_item_get_seq (ZmAuditItem   *self);

G_END_DECLS
