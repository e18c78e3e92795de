#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the reader answers, one JSON object: {"codes": ["text", …]}, with none if there was no
 * code, or {"error": {"code", "check", "seen", "expected", "message"}}. */

GBytes *zm_reply_codes (GPtrArray    *texts);
GBytes *zm_reply_error (const GError *error);

G_END_DECLS
