#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* One event as one line of JSON on standard error, in one write: {"time","event",…}. Foreign text
 * goes through zm_central_log_text(); there are never secrets among the members. */

/* Takes members, an object, or NULL. */
void zm_central_log_event (const char   *event,
                           json_t       *members);
/* Adds check, message, seen and expected. */
void zm_central_log_error (const char   *event,
                           json_t       *members,
                           const GError *error);
/* A string value that is safe to show and of bounded length; NULL adds nothing. */
void zm_central_log_text  (json_t       *members,
                           const char   *name,
                           const char   *text);

G_END_DECLS
