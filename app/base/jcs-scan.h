#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether text is beyond doubt one object in the form that zm_jcs_encode() gives: without reading it
 * into memory, and only for the plain ones: ASCII without escapes, few levels, integers of at most 15
 * digits. Of any other it says FALSE, canonical or not. */
gboolean zm_jcs_scan_is_plain (const char *text,
                               gsize       length);
/* Whether a text would stand in JSON as it is: printable ASCII without quotes and backslashes. */
gboolean zm_jcs_scan_is_plain_string (const char *text,
                                      gsize       length);

G_END_DECLS
