#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What failed, in the language of the person at the desk. The message of a refusal is English, since
 * the audit log has it too; what is said here instead is a sentence for its check. Where texts are
 * not translated that sentence would be the less precise one, so the message itself is said. */

/* One sentence for every check that this program knows, translated. Never NULL. */
const char *zm_failure_words_for    (const char   *check);
/* The sentence to be shown first: escaped, owned by the caller. */
char       *zm_failure_words_say    (const GError *failure);
/* The same of a failure that was stored. check may be NULL, from an older record. */
char       *zm_failure_words_recall (const char   *check,
                                     const char   *message);
/* The message as the engineer and the audit log have it, escaped; NULL where it was said already. */
char       *zm_failure_words_detail (const GError *failure);
/* The sentence, the check and what to do, on two lines, for where there is no room for a card. */
char       *zm_failure_words_brief  (const GError *failure);

G_END_DECLS
