#include "config.h"

#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>

static char *
format (ZmInstant   instant,
        const char *pattern)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (instant / ZM_INSTANT_SECOND);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, pattern) : NULL;
}

char *
zm_time_words_format (ZmInstant instant)
{
  /* TRANSLATORS: a date and a time of day, as of g_date_time_format() */
  return instant != 0 ? format (instant, _("%-d %B %Y, %H:%M")) : NULL;
}

char *
zm_time_words_format_text (const char *text)
{
  ZmInstant instant;

  if (text == NULL || !zm_instant_parse (text, &instant))
    return g_strdup (text);

  return zm_time_words_format (instant);
}

char *
zm_time_words_format_log (ZmInstant instant)
{
  return format (instant, "%Y-%m-%d %H:%M:%S");
}

char *
zm_time_words_format_clock (ZmInstant instant)
{
  /* TRANSLATORS: a time of day, as of g_date_time_format() */
  return format (instant, _("%H:%M"));
}

char *
zm_time_words_format_day (ZmInstant instant)
{
  /* TRANSLATORS: a date, as of g_date_time_format() */
  return instant != 0 ? format (instant, _("%-d %B %Y")) : NULL;
}
