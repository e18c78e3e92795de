#pragma once

#include "app/audit/audit-record.h"

G_BEGIN_DECLS

/* One audit record as a sentence: who did what to which device, and what came of it. Translated;
 * hostile text is escaped; what the sentence leaves out is in the record. */
char *zm_audit_sentence_tell          (const ZmAuditRecord *record);
/* A serial number as sentences have it: "4F2C…10A1". */
char *zm_audit_sentence_short_serial (const char          *serial);

G_END_DECLS
