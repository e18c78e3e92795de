#pragma once

#include "app/audit/audit-record.h"

G_BEGIN_DECLS

/* Audit records as sentences for people; the record itself is one click away. Pure. */

/* "Certificate issued" for "certificate.issued"; the action itself if it is not known here. */
char *zm_audit_words_action   (const char          *action);
/* What the record's detail says in short, in the order of what matters; may be empty. Hostile text
 * is escaped. */
char *zm_audit_words_detail   (const ZmAuditRecord *record);
/* One member of a detail, NULL where there is none: names of states and the like by their words, a
 * refusal's message by the sentence for its check, anything else as zm_audit_words_value() has it. */
char *zm_audit_words_member   (const json_t        *detail,
                               const char          *name);
/* One value of a detail, escaped, an instant in the desk's own time; NULL for an object or a list. */
char *zm_audit_words_value    (const json_t        *value);

G_END_DECLS
