#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* An error as it travels: {code, check, message, seen?, expected?}. Texts are cut to the limits
 * below and made valid UTF-8 when they go out, and refused beyond them when they come in. */

#define ZM_FAILURE_CHECK_MAX 64   /* bytes */
#define ZM_FAILURE_TEXT_MAX  1024 /* bytes of message, seen and expected */

json_t *zm_failure_to_json   (const GError  *failure);
/* Adds check, message, seen and expected to an object that has an outcome of its own. */
void    zm_failure_describe  (const GError  *failure,
                              json_t        *object);
/* The error that object carries; NULL and the given check if it carries none. */
GError *zm_failure_from_json (const json_t  *object,
                              const char    *check,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
