#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* RFC 8785 (JSON Canonicalization Scheme). Numbers must be integers of magnitude below 2^53;
 * anything else is refused with check "json.canonical". Returns UTF-8 without a terminator
 * counted. */
GBytes *zm_jcs_encode (const json_t  *value,
                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
