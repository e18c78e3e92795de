#include "config.h"

#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#define DAYS_SHOWN   60 /* beyond, months */
#define MONTHS_SHOWN 24 /* beyond, years */
#define MONTH_DAYS   30.44
#define YEAR_DAYS    365.25

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
zm_time_words_format_second (ZmInstant instant)
{
  /* TRANSLATORS: a time of day with seconds, as of g_date_time_format() */
  return instant != 0 ? format (instant, _("%H:%M:%S")) : NULL;
}

char *
zm_time_words_format_short_day (ZmInstant instant)
{
  /* TRANSLATORS: a short date, as of g_date_time_format() */
  return format (instant, _("%-d %b %y"));
}

char *
zm_time_words_format_table_day (ZmInstant instant)
{
  /* TRANSLATORS: a date in a table, with its month cut short, as of g_date_time_format() */
  return instant != 0 ? format (instant, _("%-d %b %Y")) : NULL;
}

char *
zm_time_words_format_day (ZmInstant instant)
{
  /* TRANSLATORS: a date, as of g_date_time_format() */
  return instant != 0 ? format (instant, _("%-d %B %Y")) : NULL;
}

/* Plural forms are found in the source by their literal calls. */
static char *
format_future (gint64 days)
{
  gulong months = (gulong) ((double) days / MONTH_DAYS + 0.5);
  gulong years = (gulong) ((double) days / YEAR_DAYS + 0.5);

  if (days == 0)
    return g_strdup (_("in less than a day"));
  if (days <= DAYS_SHOWN)
    return g_strdup_printf (ngettext ("in %lu day", "in %lu days", (gulong) days), (gulong) days);
  if (months <= MONTHS_SHOWN)
    return g_strdup_printf (ngettext ("in %lu month", "in %lu months", months), months);

  return g_strdup_printf (ngettext ("in %lu year", "in %lu years", years), years);
}

static char *
format_past (gint64 days)
{
  gulong months = (gulong) ((double) days / MONTH_DAYS + 0.5);
  gulong years = (gulong) ((double) days / YEAR_DAYS + 0.5);

  if (days == 0)
    return g_strdup (_("less than a day ago"));
  if (days <= DAYS_SHOWN)
    return g_strdup_printf (ngettext ("%lu day ago", "%lu days ago", (gulong) days), (gulong) days);
  if (months <= MONTHS_SHOWN)
    return g_strdup_printf (ngettext ("%lu month ago", "%lu months ago", months), months);

  return g_strdup_printf (ngettext ("%lu year ago", "%lu years ago", years), years);
}

char *
zm_time_words_format_distance (ZmInstant instant,
                               ZmInstant now)
{
  gint64 days = (instant - now) / ZM_INSTANT_DAY;

  return instant >= now ? format_future (days) : format_past (-days);
}

gboolean
zm_time_words_parse (const char *text,
                     ZmInstant  *instant)
{
  static const char form[] = "^(\\d{4})-(\\d\\d?)-(\\d\\d?)(?: +(\\d\\d?):(\\d\\d))?$";
  g_autoptr(GRegex) regex = g_regex_new (form, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GDateTime) time = NULL;
  int numbers[5] = { 0 };

  g_return_val_if_fail (text != NULL && instant != NULL, FALSE);

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *number = g_match_info_fetch (match, i + 1);

      numbers[i] = number != NULL ? (int) g_ascii_strtoll (number, NULL, 10) : 0;
    }
  time = g_date_time_new_local (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], 0);
  if (time == NULL)
    return FALSE;

  *instant = g_date_time_to_unix (time) * ZM_INSTANT_SECOND;
  return TRUE;
}
