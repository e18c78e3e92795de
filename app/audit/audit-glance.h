#pragma once

#include "app/pki/digest.h"
#include "app/store/row.h"

G_BEGIN_DECLS

/* What nearly every row is: written here, plain, unchanged, in its place. That can be seen without
 * taking the row apart. Whatever is not beyond doubt is for zm_audit_record_read() to judge. */
typedef struct _ZmAuditGlance ZmAuditGlance;

ZmAuditGlance *zm_audit_glance_new   (void);
void           zm_audit_glance_free  (ZmAuditGlance *self);
/* A row of ZM_AUDIT_COLUMNS: it has this number, continues this hash, holds
 * only what the log writes, and its own hash, which is given back, is the right one. FALSE says
 * nothing against it. */
gboolean       zm_audit_glance_trust (ZmAuditGlance *self,
                                      const ZmRow   *row,
                                      gint64         seq,
                                      const char    *previous,
                                      guint8         hash[ZM_SHA256_LENGTH]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditGlance, zm_audit_glance_free)

G_END_DECLS
