#include "app/audit/audit-bins.h"
#include "app/audit/audit-log.h"
#include "app/audit/audit-scale.h"

static ZmInstant
at (const char *text)
{
  ZmInstant instant;

  g_assert_true (zm_instant_parse (text, &instant));
  return instant;
}

/* --- Scales --- */

static void
assert_edges (const GArray *edges,
              const char   *expected)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < edges->len; i++)
    g_ptr_array_add (texts, zm_instant_format (g_array_index (edges, ZmInstant, i)));
  g_ptr_array_add (texts, NULL);
  joined = g_strjoinv (" ", (char **) texts->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

/* In Berlin, where the days of 29 March and 25 October 2026 have 23 and 25 hours. */
static void
test_edges (void)
{
  const struct {
    const char *from;
    const char *to;
    ZmAuditUnit unit;
    const char *edges;
  } cases[] = {
    { "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", ZM_AUDIT_UNIT_DAY,
      "2026-03-27T23:00:00Z 2026-03-28T23:00:00Z 2026-03-29T22:00:00Z" },
    { "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", ZM_AUDIT_UNIT_HOUR,
      "2026-03-29T00:00:00Z 2026-03-29T01:00:00Z 2026-03-29T02:00:00Z" },
    /* The hour that the clock shows twice is two hours. */
    { "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", ZM_AUDIT_UNIT_HOUR,
      "2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z" },
    { "2026-10-25T12:00:00Z", "2026-10-25T12:00:01Z", ZM_AUDIT_UNIT_DAY,
      "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z" },
    { "2026-05-06T12:00:00Z", "2026-05-06T12:00:01Z", ZM_AUDIT_UNIT_WEEK,
      "2026-05-03T22:00:00Z 2026-05-10T22:00:00Z" },
    { "2026-02-06T12:00:00Z", "2026-03-01T12:00:00Z", ZM_AUDIT_UNIT_MONTH,
      "2026-01-31T23:00:00Z 2026-02-28T23:00:00Z 2026-03-31T22:00:00Z" },
    { "2026-02-06T12:00:00Z", "2026-03-01T12:00:00Z", ZM_AUDIT_UNIT_YEAR,
      "2025-12-31T23:00:00Z 2026-12-31T23:00:00Z" },
    { "2026-02-06T12:04:59Z", "2026-02-06T12:06:00Z", ZM_AUDIT_UNIT_MINUTES,
      "2026-02-06T12:00:00Z 2026-02-06T12:05:00Z 2026-02-06T12:10:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) edges = zm_audit_scale_edges (at (cases[i].from), at (cases[i].to),
                                                      cases[i].unit);

      assert_edges (edges, cases[i].edges);
    }
}

static void
test_units (void)
{
  const ZmInstant from = at ("2026-01-01T00:00:00Z");
  const struct {
    ZmInstant   length;
    ZmAuditUnit unit;
  } cases[] = {
    { 0, ZM_AUDIT_UNIT_MINUTES },
    { ZM_INSTANT_HOUR, ZM_AUDIT_UNIT_MINUTES },
    { ZM_INSTANT_DAY, ZM_AUDIT_UNIT_HOUR },
    { 60 * ZM_INSTANT_DAY, ZM_AUDIT_UNIT_DAY },
    { 365 * ZM_INSTANT_DAY, ZM_AUDIT_UNIT_WEEK },
    { 5 * 365 * ZM_INSTANT_DAY, ZM_AUDIT_UNIT_MONTH },
    { 200 * 365 * ZM_INSTANT_DAY, ZM_AUDIT_UNIT_YEAR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZmAuditUnit unit = zm_audit_scale_choose (from, from + cases[i].length, 100);
      g_autoptr(GArray) edges = zm_audit_scale_edges (from, from + cases[i].length, unit);

      g_assert_cmpint (unit, ==, cases[i].unit);
      if (unit != ZM_AUDIT_UNIT_YEAR)
        g_assert_cmpuint (edges->len, <=, 101);
    }
}

/* --- Bins --- */

static ZmInstant
read_clock (gpointer data)
{
  return *(ZmInstant *) data;
}

static ZmDatabase *
open_memory (void)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (":memory:", &zm_schema_station, ZM_DATABASE_READ_WRITE,
                                           &error);

  g_assert_no_error (error);
  return database;
}

/* Three days: two records on the first, none on the second, three on the third. */
static ZmDatabase *
open_three_days (void)
{
  static const struct {
    const char *time;
    const char *device;
    ZmAuditOutcome outcome;
  } records[] = {
    { "2026-05-01T08:00:00Z", "DEV-1", ZM_AUDIT_SUCCESS },
    { "2026-05-01T09:00:00Z", "DEV-2", ZM_AUDIT_FAILURE },
    { "2026-05-03T00:00:00Z", "DEV-1", ZM_AUDIT_SUCCESS },
    { "2026-05-03T23:00:00Z", "DEV-1", ZM_AUDIT_UNKNOWN },
    { "2026-05-03T23:30:00Z", "DEV-2", ZM_AUDIT_SUCCESS },
  };
  ZmDatabase *database = open_memory ();
  ZmInstant now = at ("2026-04-01T00:00:00Z");
  g_autoptr(ZmAuditLog) log = zm_audit_log_open_clock (database, "desk-1", read_clock, &now, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr(ZmAuditRecord) record = zm_audit_record_new ("ana", "technician", "code.used",
                                                             records[i].outcome);

      now = at (records[i].time);
      zm_audit_record_set_place (record, NULL, NULL, records[i].device);
      g_assert_true (zm_audit_log_append (log, record, NULL));
    }

  return database;
}

static char *
count (ZmDatabase          *database,
       const ZmAuditFilter *filter)
{
  g_autoptr(GArray) edges = g_array_new (FALSE, FALSE, sizeof (ZmInstant));
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) bins = NULL;
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 4; i++)
    {
      ZmInstant edge = at ("2026-05-01T00:00:00Z") + i * ZM_INSTANT_DAY;

      g_array_append_val (edges, edge);
    }
  bins = zm_audit_bins_count (database, filter, edges, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bins->len, ==, 3);
  for (guint i = 0; i < bins->len; i++)
    {
      const ZmAuditBin *bin = &g_array_index (bins, ZmAuditBin, i);

      g_assert_cmpuint (zm_audit_bins_total (bin), ==,
                        bin->counts[0] + bin->counts[1] + bin->counts[2]);
      g_string_append_printf (text, "%u/%u/%u ", bin->counts[ZM_AUDIT_SUCCESS],
                              bin->counts[ZM_AUDIT_FAILURE], bin->counts[ZM_AUDIT_UNKNOWN]);
    }

  return g_string_free (text, FALSE);
}

static void
test_bins (void)
{
  const struct {
    ZmAuditFilter filter;
    const char *counts;
  } cases[] = {
    { { 0 }, "1/1/0 0/0/0 2/0/1 " },
    { { .device = "DEV-1" }, "1/0/0 0/0/0 1/0/1 " },
    { { .outcomes = 1 << ZM_AUDIT_FAILURE }, "0/1/0 0/0/0 0/0/0 " },
    { { .actor = "ana", .text = "DEV-2" }, "0/1/0 0/0/0 1/0/0 " },
    { { .actor = "ben" }, "0/0/0 0/0/0 0/0/0 " },
    { { .from = at ("2026-05-01T08:30:00Z"), .to = at ("2026-05-03T23:00:00Z") },
      "0/1/0 0/0/0 1/0/0 " },
  };
  g_autoptr(ZmDatabase) database = open_three_days ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *counts = count (database, &cases[i].filter);

      g_assert_cmpstr (counts, ==, cases[i].counts);
    }
}

static void
test_span (void)
{
  g_autoptr(ZmDatabase) database = open_three_days ();
  g_autoptr(ZmDatabase) empty = open_memory ();
  ZmInstant first, last;

  g_assert_true (zm_audit_bins_span (database, &first, &last, NULL));
  g_assert_cmpint (first, ==, at ("2026-04-01T00:00:00Z"));
  g_assert_cmpint (last, ==, at ("2026-05-03T23:30:00Z"));
  g_assert_true (zm_audit_bins_span (empty, &first, &last, NULL));
  g_assert_cmpint (first, ==, 0);
  g_assert_cmpint (last, ==, 0);
}

static void
test_can_be_stopped (void)
{
  g_autoptr(ZmDatabase) database = open_three_days ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GArray) edges = zm_audit_scale_edges (at ("2026-05-01T00:00:00Z"),
                                                  at ("2026-05-02T00:00:00Z"),
                                                  ZM_AUDIT_UNIT_DAY);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (zm_audit_bins_count (database, NULL, edges, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit-scale/edges", test_edges);
  g_test_add_func ("/audit-scale/units", test_units);
  g_test_add_func ("/audit-bins/bins", test_bins);
  g_test_add_func ("/audit-bins/span", test_span);
  g_test_add_func ("/audit-bins/can-be-stopped", test_can_be_stopped);

  return g_test_run ();
}
