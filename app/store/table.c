#include "app/store/table.h"

#include "app/base/error.h"
#include "app/store/transaction.h"

#include <string.h>

static const void *
peek (const ZmField *field,
      const void    *record)
{
  return (const char *) record + field->offset;
}

static gpointer
poke (const ZmField *field,
      gpointer       record)
{
  return (char *) record + field->offset;
}

static void
append_columns (GString       *sql,
                const ZmTable *table,
                const char    *suffix)
{
  for (gsize i = 0; i < table->n_fields; i++)
    g_string_append_printf (sql, "%s%s%s", i > 0 ? ", " : "", table->fields[i].column, suffix);
}

/* --- Struct to row --- */

static void
bind_enum (ZmStatement   *statement,
           int            parameter,
           const ZmField *field,
           const void    *record)
{
  guint value = *(const guint *) peek (field, record);

  g_return_if_fail (value < g_strv_length ((char **) field->names));

  zm_statement_bind_text (statement, parameter,
                          field->names[value][0] != '\0' ? field->names[value] : NULL);
}

static void
bind_id (ZmStatement *statement,
         int          parameter,
         gint64       id)
{
  if (id == 0)
    zm_statement_bind_null (statement, parameter);
  else
    zm_statement_bind_int64 (statement, parameter, id);
}

static void
bind_field (ZmStatement   *statement,
            int            parameter,
            const ZmField *field,
            const void    *record)
{
  const void *value = peek (field, record);

  switch (field->kind)
    {
    case ZM_FIELD_ID:
      bind_id (statement, parameter, *(const gint64 *) value);
      break;
    case ZM_FIELD_TEXT:
      zm_statement_bind_text (statement, parameter, *(const char *const *) value);
      break;
    case ZM_FIELD_INTEGER:
      zm_statement_bind_int64 (statement, parameter, *(const gint64 *) value);
      break;
    case ZM_FIELD_BOOLEAN:
      zm_statement_bind_int64 (statement, parameter, *(const gboolean *) value ? 1 : 0);
      break;
    case ZM_FIELD_INSTANT:
      zm_statement_bind_instant (statement, parameter, *(const ZmInstant *) value);
      break;
    case ZM_FIELD_BYTES:
      zm_statement_bind_bytes (statement, parameter, *(GBytes *const *) value);
      break;
    case ZM_FIELD_ENUM:
      bind_enum (statement, parameter, field, record);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bind_record (ZmStatement   *statement,
             const ZmTable *table,
             const void    *record)
{
  for (gsize i = 0; i < table->n_fields; i++)
    bind_field (statement, (int) i + 1, &table->fields[i], record);
}

/* --- Row to struct --- */

static gboolean
refuse_value (const ZmTable  *table,
              const ZmField  *field,
              const char     *seen,
              GError        **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "database.corrupt", seen, NULL,
                "The column “%s” of the table “%s” has a value that it cannot have",
                field->column, table->name);
  return FALSE;
}

static gboolean
read_enum (const ZmField *field,
           const char    *text,
           gpointer       record)
{
  for (guint i = 0; field->names[i] != NULL; i++)
    {
      if (strcmp (field->names[i], text != NULL ? text : "") == 0)
        {
          *(guint *) poke (field, record) = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_field (ZmStatement   *statement,
            int            column,
            const ZmField *field,
            gpointer       record)
{
  const char *text = zm_statement_column_text (statement, column);
  gpointer value = poke (field, record);

  switch (field->kind)
    {
    case ZM_FIELD_TEXT:
      *(char **) value = g_strdup (text);
      return text == NULL || g_utf8_validate (text, -1, NULL);
    case ZM_FIELD_ID:
    case ZM_FIELD_INTEGER:
      *(gint64 *) value = zm_statement_column_int64 (statement, column);
      return TRUE;
    case ZM_FIELD_BOOLEAN:
      *(gboolean *) value = zm_statement_column_int64 (statement, column) != 0;
      return TRUE;
    case ZM_FIELD_INSTANT:
      return text == NULL || zm_instant_parse_micros (text, value);
    case ZM_FIELD_BYTES:
      *(GBytes **) value = zm_statement_column_bytes (statement, column);
      return TRUE;
    case ZM_FIELD_ENUM:
      return read_enum (field, text, record);
    default:
      g_assert_not_reached ();
    }
}

static gpointer
read_record (ZmStatement    *statement,
             const ZmTable  *table,
             GError        **error)
{
  gpointer record = g_malloc0 (table->size);

  for (gsize i = 0; i < table->n_fields; i++)
    {
      if (!read_field (statement, (int) i, &table->fields[i], record))
        {
          refuse_value (table, &table->fields[i],
                        zm_statement_column_text (statement, (int) i), error);
          zm_table_free_record (table, record);
          return NULL;
        }
    }

  return record;
}

static ZmStatement *
select_rows (const ZmTable  *table,
             ZmDatabase     *database,
             const char     *clause,
             GError        **error)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");

  append_columns (sql, table, "");
  g_string_append_printf (sql, " FROM %s %s",
                          table->source != NULL ? table->source : table->name, clause);

  return zm_statement_new (database, sql->str, error);
}

static gboolean
refuse_unknown (const ZmTable  *table,
                const char     *wanted,
                GError        **error)
{
  g_autofree char *expected = g_strdup_printf ("an entry of the table “%s”", table->name);

  zm_error_set (error, ZM_ERROR_NOT_FOUND, table->unknown, wanted, expected,
                "There is no such entry in the table “%s”", table->name);
  return FALSE;
}

/* --- Public --- */

gboolean
zm_table_insert (const ZmTable  *table,
                 ZmDatabase     *database,
                 const void     *record,
                 GError        **error)
{
  g_autoptr(GString) sql = g_string_new ("INSERT INTO ");
  g_autoptr(ZmStatement) statement = NULL;

  g_return_val_if_fail (record != NULL, FALSE);

  g_string_append_printf (sql, "%s (", table->name);
  append_columns (sql, table, "");
  g_string_append (sql, ") VALUES (");
  for (gsize i = 0; i < table->n_fields; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append_c (sql, ')');

  statement = zm_statement_new (database, sql->str, error);
  if (statement == NULL)
    return FALSE;
  bind_record (statement, table, record);

  return zm_statement_step (statement, error) == ZM_STEP_DONE;
}

gboolean
zm_table_insert_new (const ZmTable  *table,
                     ZmDatabase     *database,
                     gpointer        record,
                     GError        **error)
{
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
  gint64 id;

  g_return_val_if_fail (table->fields[0].kind == ZM_FIELD_ID, FALSE);

  if (transaction == NULL || !zm_table_insert (table, database, record, error))
    return FALSE;
  id = zm_database_get_last_id (database);
  if (!zm_transaction_commit (transaction, error))
    return FALSE;

  *(gint64 *) poke (&table->fields[0], record) = id;
  return TRUE;
}

static gboolean
require_change (const ZmTable  *table,
                ZmDatabase     *database,
                ZmStatement    *statement,
                GError        **error)
{
  if (zm_statement_step (statement, error) != ZM_STEP_DONE)
    return FALSE;

  return zm_database_get_changes (database) > 0 || refuse_unknown (table, NULL, error);
}

gboolean
zm_table_update (const ZmTable  *table,
                 ZmDatabase     *database,
                 const void     *record,
                 GError        **error)
{
  g_autoptr(GString) sql = g_string_new ("UPDATE ");
  g_autoptr(ZmStatement) statement = NULL;

  g_return_val_if_fail (record != NULL, FALSE);

  g_string_append_printf (sql, "%s SET ", table->name);
  append_columns (sql, table, " = ?");
  g_string_append_printf (sql, " WHERE %s = ?", table->fields[0].column);

  statement = zm_statement_new (database, sql->str, error);
  if (statement == NULL)
    return FALSE;
  bind_record (statement, table, record);
  bind_field (statement, (int) table->n_fields + 1, &table->fields[0], record);

  return require_change (table, database, statement, error);
}

gboolean
zm_table_change (const ZmTable  *table,
                 ZmDatabase     *database,
                 const char     *sql,
                 GError        **error,
                 const char     *format,
                 ...)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);
  va_list args;

  if (statement == NULL)
    return FALSE;

  va_start (args, format);
  zm_statement_bind_valist (statement, format, args);
  va_end (args);

  return require_change (table, database, statement, error);
}

gpointer
zm_table_get (const ZmTable  *table,
              ZmDatabase     *database,
              const char     *clause,
              GError        **error,
              const char     *format,
              ...)
{
  g_autoptr(ZmStatement) statement = select_rows (table, database, clause, error);
  const char *wanted = NULL;
  va_list args;
  ZmStep step;

  if (statement == NULL)
    return NULL;

  va_start (args, format);
  zm_statement_bind_valist (statement, format, args);
  va_end (args);
  /* What the row was looked up by, for whoever typed it. */
  va_start (args, format);
  if (*format == 't')
    wanted = va_arg (args, const char *);
  va_end (args);

  step = zm_statement_step (statement, error);
  if (step == ZM_STEP_DONE)
    refuse_unknown (table, wanted, error);

  return step == ZM_STEP_ROW ? read_record (statement, table, error) : NULL;
}

GPtrArray *
zm_table_list (const ZmTable  *table,
               ZmDatabase     *database,
               const char     *clause,
               GError        **error,
               const char     *format,
               ...)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (table->free_record);
  g_autoptr(ZmStatement) statement = select_rows (table, database, clause, error);
  va_list args;
  ZmStep step;

  if (statement == NULL)
    return NULL;

  va_start (args, format);
  zm_statement_bind_valist (statement, format, args);
  va_end (args);

  while ((step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      gpointer record = read_record (statement, table, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }

  return step == ZM_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

void
zm_table_free_record (const ZmTable *table,
                      gpointer       record)
{
  if (record == NULL)
    return;

  for (gsize i = 0; i < table->n_fields; i++)
    {
      gpointer value = poke (&table->fields[i], record);

      if (table->fields[i].kind == ZM_FIELD_TEXT)
        g_free (*(char **) value);
      else if (table->fields[i].kind == ZM_FIELD_BYTES)
        g_clear_pointer ((GBytes **) value, g_bytes_unref);
    }
  g_free (record);
}
