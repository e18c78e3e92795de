#include "config.h"

#include "app/station/clock-words.h"

#include "app/base/instant.h"

#include <glib/gi18n-lib.h>

/* Reading three clocks takes about this long. */
#define SAME (2 * ZM_INSTANT_SECOND)

static gboolean
read_difference (ZmTick    *clock,
                 ZmInstant *difference)
{
  const char *seen = zm_tick_get_seen (clock);
  const char *expected = zm_tick_get_expected (clock);
  ZmInstant time;
  ZmInstant reference;

  if (seen == NULL || expected == NULL || !zm_instant_parse (seen, &time) ||
      !zm_instant_parse (expected, &reference))
    return FALSE;

  *difference = time - reference;
  return TRUE;
}

/* In the largest unit of which there are two, as people say it. */
static char *
say_span (ZmInstant span)
{
  guint64 seconds = (guint64) (span / ZM_INSTANT_SECOND);
  gulong minutes = (gulong) (seconds / 60);
  gulong hours = minutes / 60;
  gulong days = hours / 24;
  gulong years = days / 365;

  if (years >= 2)
    return g_strdup_printf (ngettext ("%lu year", "%lu years", years), years);
  if (days >= 2)
    return g_strdup_printf (ngettext ("%lu day", "%lu days", days), days);
  if (hours >= 2)
    return g_strdup_printf (ngettext ("%lu hour", "%lu hours", hours), hours);
  if (minutes >= 2)
    return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", minutes), minutes);

  return g_strdup_printf (ngettext ("%lu second", "%lu seconds", (gulong) seconds),
                          (gulong) seconds);
}

char *
zm_clock_words_difference (ZmTick *clock)
{
  g_autofree char *span = NULL;
  ZmInstant difference;

  g_return_val_if_fail (ZM_IS_TICK (clock), NULL);

  if (g_str_equal (zm_tick_get_name (clock), "station"))
    return g_strdup (_("What the others are compared with"));
  if (!read_difference (clock, &difference))
    return NULL;
  if (ABS (difference) <= SAME)
    return g_strdup (_("As the station’s"));

  span = say_span (ABS (difference));
  /* TRANSLATORS: of a clock, for example “3 minutes slow” */
  return g_strdup_printf (difference < 0 ? _("%s slow") : _("%s fast"), span);
}

const char *
zm_clock_words_consequence (ZmTick *clock)
{
  gboolean device;
  ZmInstant difference;

  g_return_val_if_fail (ZM_IS_TICK (clock), NULL);

  device = g_str_equal (zm_tick_get_name (clock), "device");
  if (zm_tick_get_state (clock) != ZM_TICK_BAD || !read_difference (clock, &difference))
    return NULL;
  if (difference < 0)
    return device ? _("By the device’s clock the certificate is not valid yet: the device would not "
                      "install it.")
                  : _("By the server’s clock the certificate is not valid yet: the server would "
                      "refuse the device.");

  return device ? _("By the device’s clock certificates and revocation lists end too early: it would "
                    "soon refuse its server.")
                : _("By the server’s clock the certificate ends too early: the server would refuse "
                    "the device before its time.");
}
