#pragma once

#include "app/station/authority-survey.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* How well something is, as a badge shows it, and what the certificates of an authority are for.
 * Translated; pure. */
const char  *zm_health_words_say        (ZmHealthSeverity   severity);
ZmBadgeKind  zm_health_words_kind       (ZmHealthSeverity   severity);
const char  *zm_health_words_say_kind   (ZmAuthorityKind    kind);
/* How many of the findings ask for somebody: "2 problems, 1 warning", "Everything is well". */
char        *zm_health_words_sum_up     (GPtrArray         *findings);

G_END_DECLS
