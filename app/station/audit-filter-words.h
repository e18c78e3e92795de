#pragma once

#include "app/audit/audit-filter.h"

G_BEGIN_DECLS

/* A filter in words, field by field; translated, hostile text escaped. */

/* "Device: DEV-014"; NULL where the field means any. */
char       *zm_audit_filter_words_field   (const ZmAuditFilter *filter,
                                           ZmAuditField         field);
/* All of them in a line, or "All records". */
char       *zm_audit_filter_words_line    (const ZmAuditFilter *filter);
const char *zm_audit_filter_words_outcome (ZmAuditOutcome       outcome);

G_END_DECLS
