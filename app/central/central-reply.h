#pragma once

#include "app/base/json.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What every answer has in common: length, no caching, the end of the connection after it. */

/* Takes body. */
void     zm_central_reply_json         (SoupServerMessage  *message,
                                        guint               status,
                                        json_t             *body);
/* {"error":{"check","message","seen","expected"}} */
void     zm_central_reply_error        (SoupServerMessage  *message,
                                        guint               status,
                                        const GError       *error);
/* What this message was refused for, for the log; NULL if it was not. */
const GError *zm_central_reply_get_refusal (SoupServerMessage *message);
/* Refuses what no handler of ours wants to see: headers of more than 8 KiB, a request body. TRUE:
 * the answer is set. For a SoupServer's early handler. */
gboolean zm_central_reply_refuse_early (SoupServerMessage  *message);
/* 404 */
void     zm_central_reply_not_found    (SoupServerMessage  *message);
/* 405; allowed e.g. "GET, HEAD". */
void     zm_central_reply_method       (SoupServerMessage  *message,
                                        const char         *allowed);

G_END_DECLS
