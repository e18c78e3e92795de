/* Reading an audit log, measured:
 *
 *     bench-audit make FILE ROWS        a log as a busy desk writes it
 *     bench-audit read FILE             all columns of all rows with SQLite alone
 *     bench-audit chain FILE            every row against its chain
 *     bench-audit verify FILE           the same, every page and every index, by the side
 *     bench-audit find FILE [TEXT]      the rows of a list, all or with a text
 *     bench-audit bins FILE             the outcomes of the whole log over time
 *
 * Prints seconds: of the thread that does it, then as the clock has it. */

#include "app/audit/audit-bins.h"
#include "app/audit/audit-scale.h"
#include "app/audit/audit-glance.h"
#include "app/audit/audit-verifier.h"
#include "app/audit/frontier.h"
#include "app/base/hex.h"
#include "tests/bench/bench-log.h"

#include <sqlite3.h>
#include <string.h>
#include <time.h>

#define BINS_MAX 120

typedef void (*Work) (const char *path,
                      const char *argument);

static double
read_clock (clockid_t clock)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (clock, &now), ==, 0);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static ZmDatabase *
open_log (const char     *path,
          ZmDatabaseMode  mode)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (path, &zm_schema_station, mode, &error);

  g_assert_no_error (error);
  return database;
}

static void
make_log (const char *path,
          const char *rows)
{
  g_autoptr(ZmDatabase) database = open_log (path, ZM_DATABASE_READ_WRITE);

  bench_log_write (database, (guint) g_ascii_strtoull (rows, NULL, 10));
}

/* As whoever has nothing but SQLite would. */
static void
read_rows (const char *path,
           const char *argument)
{
  sqlite3 *handle;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT " ZM_AUDIT_COLUMNS
                                       " FROM security_audit_log ORDER BY seq", -1,
                                       &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      sqlite3_column_int64 (statement, 0);
      for (int column = 1; column < 13; column++)
        sqlite3_column_text (statement, column);
    }
  sqlite3_finalize (statement);
  sqlite3_close (handle);
}

typedef struct {
  ZmAuditGlance *glance;
  ZmFrontier *frontier;
  char previous[2 * ZM_SHA256_LENGTH + 1];
} Chain;

static gboolean
follow_chain (const ZmRow *row,
              gpointer     data)
{
  Chain *chain = data;
  gint64 seq = (gint64) zm_frontier_get_size (chain->frontier) + 1;
  guint8 hash[ZM_SHA256_LENGTH];

  g_assert_true (zm_audit_glance_trust (chain->glance, row, seq, chain->previous, hash));
  zm_frontier_append (chain->frontier, hash);
  zm_hex_write (hash, sizeof hash, chain->previous);

  return TRUE;
}

static void
walk_chain (const char *path,
            const char *argument)
{
  g_autoptr(ZmDatabase) database = open_log (path, ZM_DATABASE_READ_ONLY);
  g_autoptr(ZmAuditGlance) glance = zm_audit_glance_new ();
  g_autoptr(ZmFrontier) frontier = zm_frontier_new ();
  Chain chain = { glance, frontier, ZM_AUDIT_FIRST_PREV };
  guint8 root[ZM_SHA256_LENGTH];

  g_assert_true (zm_row_visit (database, ZM_AUDIT_COLUMNS, "security_audit_log NOT INDEXED",
                               follow_chain, &chain, NULL));
  zm_frontier_get_root (frontier, root);
}

static void
verify (const char *path,
        const char *argument)
{
  const ZmAuditEvidence evidence = { .database = path, .schema = &zm_schema_station };
  g_autoptr(ZmAuditReport) report = zm_audit_verifier_run (&evidence);

  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
}

static void
find (const char *path,
      const char *text)
{
  g_autoptr(ZmDatabase) database = open_log (path, ZM_DATABASE_READ_ONLY);
  const ZmAuditFilter filter = { .text = text };
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) seqs = zm_audit_query_find (database, &filter, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
}

static void
count_bins (const char *path,
            const char *argument)
{
  g_autoptr(ZmDatabase) database = open_log (path, ZM_DATABASE_READ_ONLY);
  g_autoptr(GArray) edges = NULL;
  g_autoptr(GArray) bins = NULL;
  ZmInstant first, last;

  g_assert_true (zm_audit_bins_span (database, &first, &last, NULL));
  edges = zm_audit_scale_edges (first, last, zm_audit_scale_choose (first, last, BINS_MAX));
  bins = zm_audit_bins_count (database, NULL, edges, NULL, NULL);
  g_assert_nonnull (bins);
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *name;
    Work        work;
  } works[] = {
    { "make", make_log }, { "read", read_rows }, { "chain", walk_chain }, { "verify", verify },
    { "find", find }, { "bins", count_bins },
  };

  for (gsize i = 0; argc >= 3 && i < G_N_ELEMENTS (works); i++)
    {
      double thread = read_clock (CLOCK_THREAD_CPUTIME_ID);
      double wall = read_clock (CLOCK_MONOTONIC);

      if (strcmp (works[i].name, argv[1]) != 0)
        continue;
      works[i].work (argv[2], argc > 3 ? argv[3] : NULL);
      g_print ("%.4f %.4f\n", read_clock (CLOCK_THREAD_CPUTIME_ID) - thread,
               read_clock (CLOCK_MONOTONIC) - wall);
      return 0;
    }

  return 2;
}
