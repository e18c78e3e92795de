#include "tests/bench/bench-log.h"

#include "app/audit/audit-log.h"
#include "app/store/transaction.h"

#define SPAN       (2 * 365 * ZM_INSTANT_DAY)
#define DAY_BEGINS 7 /* hours */
#define DAY_HOURS  12
#define ROWS_MAX   10000 /* in a transaction */

typedef struct {
  const char *action;
  const char *detail; /* @: a number of the session's */
} Step;

/* What a session leaves, in brief. */
static const Step steps[] = {
  { "session.paired", "{\"keySha256\":\"@\",\"way\":\"camera\"}" },
  { "session.requested", "{\"csrSha256\":\"@\"}" },
  { "session.approved", "{}" },
  { "certificate.intended", "{\"serial\":\"@\"}" },
  { "certificate.issued", "{\"serial\":\"@\"}" },
  { "session.issued", "{\"serial\":\"@\"}" },
  { "session.delivered", "{}" },
  { "device.step", "{\"name\":\"signature\",\"step\":1}" },
  { "device.step", "{\"name\":\"files\",\"step\":3}" },
  { "session.installed", "{}" },
  { "mtls.tested", "{\"nonce\":\"@\",\"provedBy\":\"server\"}" },
  { "session.verified", "{}" },
};

typedef struct {
  guint rows;
  guint written;
} Progress;

/* As much of the span as of the rows, moved into the hours of the day. */
static ZmInstant
read_clock (gpointer data)
{
  const Progress *progress = data;
  ZmInstant passed = (ZmInstant) ((double) SPAN * progress->written / progress->rows);
  ZmInstant day = passed / ZM_INSTANT_DAY;
  ZmInstant within = passed % ZM_INSTANT_DAY * DAY_HOURS / 24;

  return BENCH_LOG_FIRST / (24 * 3600) * ZM_INSTANT_DAY + day * ZM_INSTANT_DAY +
         DAY_BEGINS * ZM_INSTANT_HOUR + within;
}

static void
append (ZmAuditLog *log,
        guint       row)
{
  static const char *const people[] = { "ana", "bilal", "carla", "dmitri", "eva", "mkeller" };
  static const char *const ports[] = { "1-1.1", "1-1.2", "1-1.3" };
  guint session = row / G_N_ELEMENTS (steps);
  const Step *step = &steps[row % G_N_ELEMENTS (steps)];
  gboolean fails = session % 19 == 3 && row % G_N_ELEMENTS (steps) == 10;
  g_autofree char *session_id = g_strdup_printf ("%032x", session * 2654435761u);
  g_autofree char *device = g_strdup_printf ("DEV-%04u", session * 7919 % BENCH_LOG_DEVICES);
  g_autofree char *number = g_strdup_printf ("%032X", session + 1);
  g_autoptr(GString) detail = g_string_new (step->detail);
  g_autoptr(ZmAuditRecord) record =
    zm_audit_record_new (people[session % 97 % G_N_ELEMENTS (people)], "technician", step->action,
                         fails ? ZM_AUDIT_FAILURE : ZM_AUDIT_SUCCESS);
  g_autoptr(GError) error = NULL;

  zm_audit_record_set_place (record, ports[session % G_N_ELEMENTS (ports)], session_id, device);
  g_string_replace (detail, "@", number, 0);
  record->detail = json_loads (detail->str, 0, NULL);
  if (!zm_audit_log_append (log, record, &error))
    g_error ("%s", error->message);
}

void
bench_log_write (ZmDatabase *database,
                 guint       rows)
{
  Progress progress = { rows, 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditLog) log =
    zm_audit_log_open_clock (database, "desk-1", read_clock, &progress, &error);

  g_assert_no_error (error);
  while (progress.written + 1 < rows)
    {
      g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, &error);

      for (guint i = 0; i < ROWS_MAX && progress.written + 1 < rows; i++)
        append (log, progress.written++);
      if (transaction == NULL || !zm_transaction_commit (transaction, &error))
        g_error ("%s", error->message);
    }
}
