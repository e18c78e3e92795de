#include "app/audit/audit-query.h"

#include "app/base/error.h"

#define PAGE_ROWS 256
#define FIND_ROWS 20000 /* between two looks at whether somebody still waits */

/* columns and order are SQL; bound is the comparison of the first condition, on seq. */
static ZmStatement *
prepare (ZmDatabase           *database,
         const ZmAuditFilter  *filter,
         ZmAuditAlong          along,
         const char           *columns,
         const char           *bound,
         gint64                seq,
         const char           *order,
         GError              **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  ZmStatement *statement;

  g_string_printf (sql, "SELECT %s FROM security_audit_log WHERE seq %s ?", columns, bound);
  zm_audit_filter_append (filter, along, sql, texts);
  g_string_append_printf (sql, " %s", order);

  statement = zm_statement_new (database, sql->str, error);
  if (statement == NULL)
    return NULL;

  zm_statement_bind_int64 (statement, 1, seq);
  for (guint i = 0; i < texts->len; i++)
    zm_statement_bind_text (statement, (int) i + 2, g_ptr_array_index (texts, i));

  return statement;
}

static ZmStatement *
select_page (ZmDatabase           *database,
             const ZmAuditFilter  *filter,
             const char           *bound,
             gint64                seq,
             guint                 limit,
             GError              **error)
{
  gboolean forward = bound[0] == '>';
  g_autofree char *order = g_strdup_printf ("ORDER BY seq%s LIMIT %u", forward ? "" : " DESC",
                                            limit);

  return prepare (database, filter, ZM_AUDIT_ALONG_ANY, ZM_AUDIT_COLUMNS, bound, seq, order, error);
}

static GPtrArray *
read_page (ZmDatabase           *database,
           const ZmAuditFilter  *filter,
           const char           *bound,
           gint64                seq,
           guint                 limit,
           GError              **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(ZmStatement) statement = select_page (database, filter, bound, seq, limit, error);
  ZmStep step;

  if (statement == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_audit_record_free);
  while ((step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      ZmAuditRecord *record = zm_audit_record_read (zm_statement_get_row (statement), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (rows, record);
    }

  return step == ZM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

GPtrArray *
zm_audit_query_list (ZmDatabase           *database,
                     const ZmAuditFilter  *filter,
                     gint64                before_seq,
                     guint                 limit,
                     GError              **error)
{
  g_return_val_if_fail (database != NULL, NULL);

  return read_page (database, filter, "<", before_seq > 0 ? before_seq : G_MAXINT64, limit, error);
}

static gboolean
read_last_seq (ZmDatabase  *database,
               gint64      *last,
               GError     **error)
{
  g_autoptr(ZmStatement) statement =
    zm_statement_new (database, "SELECT coalesce (max (seq), 0) FROM security_audit_log", error);

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *last = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

/* What fits of the rows from first on and before end. */
static gboolean
find_between (ZmDatabase           *database,
              const ZmAuditFilter  *filter,
              gint64                first,
              gint64                end,
              GArray               *seqs,
              GError              **error)
{
  g_autofree char *order = g_strdup_printf ("AND seq >= %" G_GINT64_FORMAT " ORDER BY seq DESC",
                                            first);
  g_autoptr(ZmStatement) statement = prepare (database, filter, ZM_AUDIT_ALONG_SEQ, "seq", "<",
                                              end, order, error);
  ZmStep step = ZM_STEP_ERROR;

  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      gint64 seq = zm_statement_column_int64 (statement, 0);

      g_array_append_val (seqs, seq);
    }

  return step == ZM_STEP_DONE;
}

GArray *
zm_audit_query_find (ZmDatabase           *database,
                     const ZmAuditFilter  *filter,
                     ZmAuditProgress       progress,
                     gpointer              data,
                     GCancellable         *cancellable,
                     GError              **error)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 last;

  g_return_val_if_fail (database != NULL, NULL);

  if (!read_last_seq (database, &last, error))
    return NULL;

  for (gint64 end = last + 1; end > 1; end -= FIND_ROWS)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !find_between (database, filter, MAX (end - FIND_ROWS, 1), end, seqs, error))
        return NULL;
      if (progress != NULL)
        progress ((guint64) (last + 1 - MAX (end - FIND_ROWS, 1)), (guint64) last, data);
    }

  return g_steal_pointer (&seqs);
}

gboolean
zm_audit_query_foreach (ZmDatabase           *database,
                        const ZmAuditFilter  *filter,
                        ZmAuditVisit          visit,
                        gpointer              data,
                        GError              **error)
{
  gint64 seq = 0;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (visit != NULL, FALSE);

  while (TRUE)
    {
      g_autoptr(GPtrArray) rows = read_page (database, filter, ">", seq, PAGE_ROWS, error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          const ZmAuditRecord *record = g_ptr_array_index (rows, i);

          if (!visit (record, data, error))
            return FALSE;
          seq = record->seq;
        }
      if (rows->len < PAGE_ROWS)
        return TRUE;
    }
}

ZmAuditRecord *
zm_audit_query_get (ZmDatabase  *database,
                    gint64       seq,
                    GError     **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  rows = read_page (database, NULL, "=", seq, 1, error);
  if (rows == NULL)
    return NULL;
  if (rows->len == 0)
    {
      g_autofree char *seen = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

      zm_error_set (error, ZM_ERROR_NOT_FOUND, "audit.unknown", seen, NULL,
                    "There is no such row in security_audit_log");
      return NULL;
    }

  return g_ptr_array_steal_index (rows, 0);
}

static GPtrArray *
read_distinct (ZmDatabase  *database,
               const char  *column,
               gint64       after_seq,
               guint        limit,
               GError     **error)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ZmStatement) statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT %s FROM security_audit_log "
                                          "WHERE seq > ? AND %s IS NOT NULL ORDER BY 1 LIMIT %u",
                                          column, column, limit);
  ZmStep step = ZM_STEP_ERROR;

  statement = zm_statement_new (database, sql, error);
  if (statement != NULL)
    zm_statement_bind_int64 (statement, 1, after_seq);
  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    g_ptr_array_add (values, g_strdup (zm_statement_column_text (statement, 0)));

  return step == ZM_STEP_DONE ? g_steal_pointer (&values) : NULL;
}

GPtrArray *
zm_audit_query_values (ZmDatabase  *database,
                       const char  *column,
                       guint        limit,
                       GError     **error)
{
  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (column != NULL, NULL);

  return read_distinct (database, column, 0, limit, error);
}

GPtrArray *
zm_audit_query_touched (ZmDatabase  *database,
                        gint64       after_seq,
                        guint        limit,
                        GError     **error)
{
  g_return_val_if_fail (database != NULL, NULL);

  return read_distinct (database, "device", after_seq, limit, error);
}
