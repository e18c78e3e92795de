#pragma once

#include "app/audit/audit-verifier.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* A verdict on the audit log in words. Pure; translated. */
ZmBadgeKind  zm_verification_words_kind    (ZmAuditVerdict        verdict);
/* "Intact", "Broken", "Cut", "Unreadable" */
const char  *zm_verification_words_name    (ZmAuditVerdict        verdict);
/* What was found, with the numbers. */
char        *zm_verification_words_finding (const ZmAuditReport  *report);
/* What it means for those who rely on the log. */
char        *zm_verification_words_meaning (const ZmAuditReport  *report);

G_END_DECLS
