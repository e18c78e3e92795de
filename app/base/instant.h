#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Microseconds since 1970-01-01T00:00:00Z, in UTC without leap seconds. */
typedef gint64 ZmInstant;

#define ZM_INSTANT_SECOND G_GINT64_CONSTANT (1000000)
#define ZM_INSTANT_MINUTE (60 * ZM_INSTANT_SECOND)
#define ZM_INSTANT_HOUR   (60 * ZM_INSTANT_MINUTE)
#define ZM_INSTANT_DAY    (24 * ZM_INSTANT_HOUR)

ZmInstant  zm_instant_now           (void);

/* RFC 3339, UTC, with 'Z': "2025-12-01T10:00:00Z". Fractions are cut. */
char      *zm_instant_format        (ZmInstant   instant);
/* The same with six digits of microseconds, the form of the audit log. */
char      *zm_instant_format_micros (ZmInstant   instant);
/* Accepts exactly what the two above write; years 1970 to 9999. */
gboolean   zm_instant_parse         (const char *text,
                                     ZmInstant  *instant) G_GNUC_WARN_UNUSED_RESULT;
gboolean   zm_instant_parse_micros  (const char *text,
                                     ZmInstant  *instant) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
