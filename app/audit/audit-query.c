#include "app/audit/audit-query.h"

#include "app/base/error.h"

#include <string.h>

#define PAGE_ROWS 256

/* The WHERE clause as it grows, with the texts for its parameters in order. */
typedef struct {
  GString *clause;
  GPtrArray *texts;
} Conditions;

static void
add (Conditions *conditions,
     const char *condition,
     char       *text)
{
  g_string_append_printf (conditions->clause, " AND %s", condition);
  if (text != NULL)
    g_ptr_array_add (conditions->texts, text);
}

static char *
escape_pattern (const char *text)
{
  g_autoptr(GString) pattern = g_string_new ("%");

  for (; *text != '\0'; text++)
    {
      if (strchr ("%_\\", *text) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *text);
    }
  g_string_append_c (pattern, '%');

  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

static void
add_text (Conditions *conditions,
          const char *text)
{
  static const char *const columns[] = { "actor", "device", "action", "detail" };
  g_autoptr(GString) condition = g_string_new ("(");

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append_printf (condition, "%s%s LIKE ? ESCAPE '\\'", i > 0 ? " OR " : "",
                              columns[i]);
      g_ptr_array_add (conditions->texts, escape_pattern (text));
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

/* In a range the index on action serves; U+10FFFF is above everything that may follow. */
static void
add_action (Conditions *conditions,
            const char *prefix)
{
  add (conditions, "action >= ?", g_strdup (prefix));
  add (conditions, "action < ?", g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL));
}

static void
add_outcomes (Conditions *conditions,
              guint       outcomes)
{
  g_autoptr(GString) condition = g_string_new ("outcome IN (''");

  for (guint i = ZM_AUDIT_SUCCESS; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      if ((outcomes & (1u << i)) != 0)
        g_string_append_printf (condition, ", '%s'",
                                zm_audit_record_outcome_name ((ZmAuditOutcome) i));
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

static void
add_filter (Conditions          *conditions,
            const ZmAuditFilter *filter)
{
  if (filter->device != NULL)
    add (conditions, "device = ?", g_strdup (filter->device));
  if (filter->session != NULL)
    add (conditions, "session = ?", g_strdup (filter->session));
  if (filter->action != NULL)
    add_action (conditions, filter->action);
  if (filter->text != NULL)
    add_text (conditions, filter->text);
  if (filter->outcomes != 0)
    add_outcomes (conditions, filter->outcomes);
  if (filter->from != 0)
    add (conditions, "time >= ?", zm_instant_format_micros (filter->from));
  if (filter->to != 0)
    add (conditions, "time < ?", zm_instant_format_micros (filter->to));
}

/* columns and order are SQL; bound is the comparison of the first condition, on seq. */
static ZmStatement *
prepare (ZmDatabase           *database,
         const ZmAuditFilter  *filter,
         const char           *columns,
         const char           *bound,
         gint64                seq,
         const char           *order,
         GError              **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(GString) clause = g_string_new (NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Conditions conditions = { clause, texts };
  ZmStatement *statement;

  if (filter != NULL)
    add_filter (&conditions, filter);
  sql = g_strdup_printf ("SELECT %s FROM security_audit_log WHERE seq %s ?%s %s", columns, bound,
                         clause->str, order);

  statement = zm_statement_new (database, sql, error);
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

  return prepare (database, filter, ZM_AUDIT_COLUMNS, bound, seq, order, error);
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
      ZmAuditRecord *record = zm_audit_record_read (statement, error);

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

/* One number of the first row, or -1 where there is no row. */
static gboolean
read_number (ZmDatabase           *database,
             const ZmAuditFilter  *filter,
             const char           *columns,
             gint64                seq,
             const char           *order,
             gint64               *number,
             GError              **error)
{
  g_autoptr(ZmStatement) statement = prepare (database, filter, columns, "<", seq, order, error);
  ZmStep step;

  if (statement == NULL)
    return FALSE;

  step = zm_statement_step (statement, error);
  *number = step == ZM_STEP_ROW ? zm_statement_column_int64 (statement, 0) : -1;
  return step != ZM_STEP_ERROR;
}

GArray *
zm_audit_query_index (ZmDatabase           *database,
                      const ZmAuditFilter  *filter,
                      guint                 page_rows,
                      guint64              *count,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *last_of_page = NULL;
  gint64 seq = G_MAXINT64;
  gint64 last = 0;
  gint64 rest;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (page_rows > 0 && count != NULL, NULL);

  last_of_page = g_strdup_printf ("ORDER BY seq DESC LIMIT 1 OFFSET %u", page_rows - 1);
  while (last >= 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !read_number (database, filter, "seq", seq, last_of_page, &last, error))
        return NULL;
      if (last >= 0)
        {
          g_array_append_val (starts, seq);
          seq = last;
        }
    }
  if (!read_number (database, filter, "count(*)", seq, "", &rest, error))
    return NULL;

  *count = (guint64) starts->len * page_rows + (guint64) rest;
  if (rest > 0)
    g_array_append_val (starts, seq);
  return g_steal_pointer (&starts);
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
