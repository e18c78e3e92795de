#include "app/base/instant.h"

#include <string.h>

ZmInstant
zm_instant_now (void)
{
  return g_get_real_time ();
}

/* Not by g_date_time_format(), which asks the locale and reads a file of it at its first use: the
 * signer may open none. */
static char *
format (ZmInstant   instant,
        const char *fraction)
{
  g_autoptr(GDateTime) time = NULL;

  time = g_date_time_new_from_unix_utc (instant / ZM_INSTANT_SECOND);
  g_return_val_if_fail (time != NULL, NULL);

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%sZ", g_date_time_get_year (time),
                          g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                          g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time), fraction);
}

char *
zm_instant_format (ZmInstant instant)
{
  return format (instant, "");
}

char *
zm_instant_format_micros (ZmInstant instant)
{
  char fraction[16];

  g_snprintf (fraction, sizeof fraction, ".%06d", (int) (instant % ZM_INSTANT_SECOND));
  return format (instant, fraction);
}

/* shape: '0' stands for a digit, anything else for itself. */
static gboolean
has_shape (const char *text,
           const char *shape)
{
  if (strlen (text) != strlen (shape))
    return FALSE;

  for (; *shape != '\0'; text++, shape++)
    {
      if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
        return FALSE;
    }

  return TRUE;
}

static int
number_at (const char *text,
           int         digits)
{
  int value = 0;

  for (int i = 0; i < digits; i++)
    value = 10 * value + (text[i] - '0');

  return value;
}

static gboolean
parse_seconds (const char *text,
               ZmInstant  *instant)
{
  g_autoptr(GDateTime) time = NULL;

  if (number_at (text, 4) < 1970)
    return FALSE;

  time = g_date_time_new_utc (number_at (text, 4), number_at (text + 5, 2),
                              number_at (text + 8, 2), number_at (text + 11, 2),
                              number_at (text + 14, 2), number_at (text + 17, 2));
  if (time == NULL)
    return FALSE;

  *instant = g_date_time_to_unix (time) * ZM_INSTANT_SECOND;
  return TRUE;
}

gboolean
zm_instant_parse (const char *text,
                  ZmInstant  *instant)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return has_shape (text, "0000-00-00T00:00:00Z") && parse_seconds (text, instant);
}

gboolean
zm_instant_parse_micros (const char *text,
                         ZmInstant  *instant)
{
  ZmInstant whole;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!has_shape (text, "0000-00-00T00:00:00.000000Z") || !parse_seconds (text, &whole))
    return FALSE;

  *instant = whole + number_at (text + 20, 6);
  return TRUE;
}
