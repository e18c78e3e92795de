#include "app/audit/audit-bins.h"

#define COUNT "sum (outcome = '%s')"

static gboolean
count_bin (ZmDatabase           *database,
           const ZmAuditFilter  *filter,
           ZmAuditBin           *bin,
           GError              **error)
{
  ZmAuditFilter within = filter != NULL ? *filter : (ZmAuditFilter) { NULL };
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  g_autoptr(ZmStatement) statement = NULL;

  within.from = MAX (within.from, bin->from);
  within.to = within.to != 0 ? MIN (within.to, bin->to) : bin->to;
  if (within.from >= within.to)
    return TRUE;

  for (guint i = 0; i < ZM_AUDIT_OUTCOMES; i++)
    g_string_append_printf (sql, "%s" COUNT, i > 0 ? ", " : "",
                            zm_audit_record_outcome_name ((ZmAuditOutcome) i));
  g_string_append (sql, " FROM security_audit_log WHERE 1");
  zm_audit_filter_append (&within, ZM_AUDIT_ALONG_TIME, sql, texts);
  statement = zm_statement_new (database, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < texts->len; i++)
    zm_statement_bind_text (statement, (int) i + 1, g_ptr_array_index (texts, i));
  if (zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  for (int i = 0; i < ZM_AUDIT_OUTCOMES; i++)
    bin->counts[i] = (guint) zm_statement_column_int64 (statement, i);
  return TRUE;
}

GArray *
zm_audit_bins_count (ZmDatabase           *database,
                     const ZmAuditFilter  *filter,
                     const GArray         *edges,
                     GCancellable         *cancellable,
                     GError              **error)
{
  g_autoptr(GArray) bins = g_array_new (FALSE, FALSE, sizeof (ZmAuditBin));

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (edges != NULL, NULL);

  for (guint i = 0; i + 1 < edges->len; i++)
    {
      ZmAuditBin bin = { g_array_index (edges, ZmInstant, i),
                         g_array_index (edges, ZmInstant, i + 1) };

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !count_bin (database, filter, &bin, error))
        return NULL;
      g_array_append_val (bins, bin);
    }

  return g_steal_pointer (&bins);
}

/* A time that cannot be read is no time. */
static gboolean
read_end (ZmDatabase  *database,
          const char  *sql,
          ZmInstant   *instant,
          GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);
  const char *text;

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *instant = 0;
  text = zm_statement_column_text (statement, 0);
  if (text != NULL && !zm_instant_parse_micros (text, instant))
    *instant = 0;
  return TRUE;
}

gboolean
zm_audit_bins_span (ZmDatabase  *database,
                    ZmInstant   *first,
                    ZmInstant   *last,
                    GError     **error)
{
  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (first != NULL && last != NULL, FALSE);

  /* Apart from each other, since only alone does either go to its end of the index. */
  return read_end (database, "SELECT min (time) FROM security_audit_log", first, error) &&
         read_end (database, "SELECT max (time) FROM security_audit_log", last, error);
}

guint
zm_audit_bins_total (const ZmAuditBin *bin)
{
  guint total = 0;

  g_return_val_if_fail (bin != NULL, 0);

  for (guint i = 0; i < ZM_AUDIT_OUTCOMES; i++)
    total += bin->counts[i];

  return total;
}
