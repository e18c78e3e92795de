#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A field's name or a rule as a row of the judgement on a request has it (ZmJudgementRow), in the
 * language of the desk. The row itself is English: the signer sends it, and the log keeps it. What is no
 * word of the judgement's, such as a value that was asked for, comes back as it is; NULL stays NULL. */
char *zm_judgement_words_say (const char *text);

G_END_DECLS
