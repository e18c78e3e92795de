#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* Instants as people read them, in the desk's own time zone. Pure but for the zone. */

/* "1 December 2026, 10:00"; NULL for 0. */
char *zm_time_words_format      (ZmInstant   instant);
/* The same from RFC 3339 text; what is none is given back as it stands. NULL stays NULL. */
char *zm_time_words_format_text (const char *text);
/* With seconds, so that records can be told apart: "2025-12-01 10:00:00". */
char *zm_time_words_format_log  (ZmInstant   instant);
/* "10:00" */
char *zm_time_words_format_clock (ZmInstant  instant);
/* "10:00:05"; NULL for 0. */
char *zm_time_words_format_second (ZmInstant instant);
/* "1 Dec 26" */
char *zm_time_words_format_short_day (ZmInstant instant);
/* "1 Dec 2026", for a table; NULL for 0. */
char *zm_time_words_format_table_day (ZmInstant instant);
/* "1 December 2026"; NULL for 0. */
char *zm_time_words_format_day  (ZmInstant   instant);
/* What a person types: "2026-05-03" or "2026-05-03 10:42". */
gboolean zm_time_words_parse     (const char *text,
                                  ZmInstant  *instant);

/* How far away it is, in whole days, months or years: "in 12 days", "3 days ago". */
char *zm_time_words_format_distance (ZmInstant instant,
                                     ZmInstant now);

G_END_DECLS
