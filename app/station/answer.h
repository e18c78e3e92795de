#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* What the answers of the signer and of the ceremony carry. All set check "answer.json". */

/* The bytes of a base64 member. */
GBytes     *zm_answer_get_bytes (const json_t  *answer,
                                 const char    *member,
                                 gsize          max,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* A text, borrowed from the answer. */
const char *zm_answer_get_text  (const json_t  *answer,
                                 const char    *member,
                                 gsize          max,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
