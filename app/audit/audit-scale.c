#include "app/audit/audit-scale.h"

#define MINUTES 5

static const ZmInstant least[] = { /* a unit is at least as long as this */
  [ZM_AUDIT_UNIT_MINUTES] = MINUTES * ZM_INSTANT_MINUTE,
  [ZM_AUDIT_UNIT_HOUR] = ZM_INSTANT_HOUR,
  [ZM_AUDIT_UNIT_DAY] = 23 * ZM_INSTANT_HOUR, /* the one that summer time makes short */
  [ZM_AUDIT_UNIT_WEEK] = 7 * ZM_INSTANT_DAY - ZM_INSTANT_HOUR,
  [ZM_AUDIT_UNIT_MONTH] = 28 * ZM_INSTANT_DAY - ZM_INSTANT_HOUR,
  [ZM_AUDIT_UNIT_YEAR] = 365 * ZM_INSTANT_DAY - ZM_INSTANT_HOUR,
};

static GDateTime *
make_local (ZmInstant instant)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (instant / ZM_INSTANT_SECOND);

  return g_date_time_to_local (utc);
}

static ZmInstant
take_local (GDateTime *time)
{
  ZmInstant instant = g_date_time_to_unix (time) * ZM_INSTANT_SECOND;

  g_date_time_unref (time);
  return instant;
}

ZmAuditUnit
zm_audit_scale_choose (ZmInstant from,
                       ZmInstant to,
                       guint     max_parts)
{
  ZmAuditUnit unit = ZM_AUDIT_UNIT_MINUTES;

  g_return_val_if_fail (max_parts > 2, ZM_AUDIT_UNIT_YEAR);

  /* Both ends may stick out of the span. */
  while (unit < ZM_AUDIT_UNIT_YEAR && (to - from) / least[unit] + 2 > max_parts)
    unit++;

  return unit;
}

ZmInstant
zm_audit_scale_floor (ZmInstant   instant,
                      ZmAuditUnit unit)
{
  g_autoptr(GDateTime) time = make_local (instant);
  int year = g_date_time_get_year (time);
  int month = g_date_time_get_month (time);
  int day = g_date_time_get_day_of_month (time);

  switch (unit)
    {
    /* Not by the hour that the clock shows, which summer time may have twice. */
    case ZM_AUDIT_UNIT_MINUTES:
      return instant - instant % least[unit];
    case ZM_AUDIT_UNIT_HOUR:
      return instant - (g_date_time_get_minute (time) * ZM_INSTANT_MINUTE +
                        instant % ZM_INSTANT_MINUTE);
    case ZM_AUDIT_UNIT_DAY:
      return take_local (g_date_time_new_local (year, month, day, 0, 0, 0));
    case ZM_AUDIT_UNIT_WEEK:
      {
        g_autoptr(GDateTime) monday =
          g_date_time_add_days (time, 1 - g_date_time_get_day_of_week (time));

        return take_local (g_date_time_new_local (g_date_time_get_year (monday),
                                                  g_date_time_get_month (monday),
                                                  g_date_time_get_day_of_month (monday), 0, 0,
                                                  0));
      }
    case ZM_AUDIT_UNIT_MONTH:
      return take_local (g_date_time_new_local (year, month, 1, 0, 0, 0));
    case ZM_AUDIT_UNIT_YEAR:
    default:
      return take_local (g_date_time_new_local (year, 1, 1, 0, 0, 0));
    }
}

ZmInstant
zm_audit_scale_next (ZmInstant   instant,
                     ZmAuditUnit unit)
{
  ZmInstant begin = zm_audit_scale_floor (instant, unit);
  g_autoptr(GDateTime) time = make_local (begin);

  switch (unit)
    {
    case ZM_AUDIT_UNIT_MINUTES:
    case ZM_AUDIT_UNIT_HOUR:
      return begin + least[unit];
    case ZM_AUDIT_UNIT_DAY:
      return take_local (g_date_time_add_days (time, 1));
    case ZM_AUDIT_UNIT_WEEK:
      return take_local (g_date_time_add_days (time, 7));
    case ZM_AUDIT_UNIT_MONTH:
      return take_local (g_date_time_add_months (time, 1));
    case ZM_AUDIT_UNIT_YEAR:
    default:
      return take_local (g_date_time_add_years (time, 1));
    }
}

GArray *
zm_audit_scale_edges (ZmInstant   from,
                      ZmInstant   to,
                      ZmAuditUnit unit)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (ZmInstant));
  ZmInstant edge = zm_audit_scale_floor (from, unit);

  g_array_append_val (edges, edge);
  do
    {
      edge = zm_audit_scale_next (edge, unit);
      g_array_append_val (edges, edge);
    } while (edge < to);

  return edges;
}
