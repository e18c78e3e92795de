#include "app/store/index-check.h"

#include "app/store/row.h"
#include "app/store/statement.h"

#include <string.h>

#define COLUMNS_MAX 8  /* of an index */
#define ROW_MAX     64 /* columns of all of them */
#define TEXT_MAX    512 /* bytes */
#define ROWID       sizeof (guint64)
#define ENTRY_MAX   (COLUMNS_MAX * (TEXT_MAX + 2) + ROWID)

/* A sum does not depend on the order of what it is made of: the rows are in another than the index. */
typedef struct {
  guint64 entries;
  guint64 sum;
} Tally;

typedef struct {
  char *name;
  GPtrArray *columns; /* their names, quoted */
  guint first;        /* of its columns, in the rows as they are selected */
  Tally rows;
} Index;

/* One entry, spelt so that the order of the bytes is that of SQLite. */
typedef struct {
  guint8 bytes[ENTRY_MAX];
  gsize length;
} Entry;

static void
free_index (Index *index)
{
  g_free (index->name);
  g_ptr_array_unref (index->columns);
  g_free (index);
}

/* --- Which indexes --- */

static ZmStatement *
ask (ZmDatabase  *database,
     const char  *sql,
     const char  *name,
     GError     **error)
{
  ZmStatement *statement = zm_statement_new (database, sql, error);

  if (statement != NULL)
    zm_statement_bind_text (statement, 1, name);

  return statement;
}

/* Where a column has taken its name, the number of a row cannot be asked for. */
static gboolean
is_plain_table (ZmDatabase  *database,
                const char  *table,
                gboolean    *plain,
                GError     **error)
{
  g_autoptr(ZmStatement) statement =
    ask (database, "SELECT count (*) FROM pragma_table_xinfo (?) WHERE lower (name) = '_rowid_'",
         table, error);

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *plain = zm_statement_column_int64 (statement, 0) == 0;
  return TRUE;
}

static gboolean
list_columns (ZmDatabase  *database,
              Index       *index,
              gboolean    *plain,
              GError     **error)
{
  g_autoptr(ZmStatement) statement =
    ask (database, "SELECT name, cid >= 0 AND NOT \"desc\" AND coll = 'BINARY' "
                   "FROM pragma_index_xinfo (?) WHERE key ORDER BY seqno", index->name, error);
  ZmStep step = ZM_STEP_ERROR;

  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      const char *name = zm_statement_column_text (statement, 0);

      *plain = *plain && name != NULL && zm_statement_column_int64 (statement, 1) == 1 &&
               index->columns->len < COLUMNS_MAX;
      if (*plain)
        g_ptr_array_add (index->columns, zm_statement_quote (name));
    }

  return step == ZM_STEP_DONE;
}

static gboolean
list_indexes (ZmDatabase  *database,
              const char  *table,
              GPtrArray   *indexes,
              gboolean    *plain,
              GError     **error)
{
  g_autoptr(ZmStatement) statement =
    ask (database, "SELECT name, NOT \"unique\" AND NOT partial FROM pragma_index_list (?)", table,
         error);
  ZmStep step = ZM_STEP_ERROR;

  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      Index *index = g_new0 (Index, 1);

      index->name = g_strdup (zm_statement_column_text (statement, 0));
      index->columns = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (indexes, index);
      *plain = *plain && index->name != NULL && zm_statement_column_int64 (statement, 1) == 1;
      if (*plain && !list_columns (database, index, plain, error))
        return FALSE;
    }

  return step == ZM_STEP_DONE;
}

/* --- Entries --- */

static gboolean
append_column (Entry       *entry,
               const ZmRow *row,
               int          column)
{
  gsize length;
  const char *text = zm_row_peek_text (row, column, &length);

  if (text == NULL)
    {
      entry->bytes[entry->length++] = 0;
      return zm_row_get_type (row, column) == ZM_COLUMN_NULL;
    }
  if (length > TEXT_MAX || memchr (text, '\0', length) != NULL)
    return FALSE;

  entry->bytes[entry->length++] = 1;
  memcpy (entry->bytes + entry->length, text, length);
  entry->length += length;
  entry->bytes[entry->length++] = 0;

  return TRUE;
}

/* rowid: its column. */
static gboolean
spell_entry (Entry       *entry,
             const ZmRow *row,
             guint        first,
             guint        n_columns,
             guint        rowid)
{
  guint64 number = (guint64) zm_row_get_int64 (row, (int) rowid);

  entry->length = 0;
  for (guint i = 0; i < n_columns; i++)
    {
      if (!append_column (entry, row, (int) (first + i)))
        return FALSE;
    }

  /* What is negative comes first. */
  number = GUINT64_TO_BE (number ^ G_GUINT64_CONSTANT (1) << 63);
  memcpy (entry->bytes + entry->length, &number, ROWID);
  entry->length += ROWID;

  return TRUE;
}

static gboolean
is_before (const Entry *left,
           const Entry *right)
{
  int order = memcmp (left->bytes, right->bytes, MIN (left->length, right->length));

  return order < 0 || (order == 0 && left->length < right->length);
}

static void
count (Tally        *tally,
       const Entry  *entry,
       const guint8  key[ZM_SIP_KEY_LENGTH])
{
  tally->entries++;
  tally->sum += zm_sip_hash_compute (key, entry->bytes, entry->length);
}

/* --- Reading --- */

static char *
join_columns (GPtrArray *indexes)
{
  g_autoptr(GString) columns = g_string_new (NULL);

  for (guint i = 0; i < indexes->len; i++)
    {
      const Index *index = g_ptr_array_index (indexes, i);

      for (guint j = 0; j < index->columns->len; j++)
        g_string_append_printf (columns, "%s, ", (char *) g_ptr_array_index (index->columns, j));
    }
  g_string_append (columns, "_rowid_");

  return g_string_free (g_steal_pointer (&columns), FALSE);
}

static char *
name_source (const char *table,
             const char *index)
{
  g_autofree char *from = zm_statement_quote (table);
  g_autofree char *by = index != NULL ? zm_statement_quote (index) : NULL;

  return by != NULL ? g_strconcat (from, " INDEXED BY ", by, NULL)
                    : g_strconcat (from, " NOT INDEXED", NULL);
}

/* A table without numbers of rows lets none be asked for, and an index that cannot be used says so. */
static gboolean
can_read (ZmDatabase *database,
          const char *columns,
          const char *source)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s", columns, source);
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, NULL);

  return statement != NULL;
}

/* Shows the entries to the visitor, who says in *plain whether each is; FALSE only where reading
 * failed. */
static gboolean
read_entries (ZmDatabase    *database,
              GPtrArray     *indexes,
              const char    *source,
              ZmRowVisitor   visitor,
              gpointer       data,
              gboolean      *plain,
              GError       **error)
{
  g_autofree char *columns = join_columns (indexes);

  *plain = can_read (database, columns, source);
  return !*plain || zm_row_visit (database, columns, source, visitor, data, error);
}

typedef struct {
  GPtrArray *indexes;
  guint rowid;
  const guint8 *key;
  gboolean plain;
} RowCount;

static gboolean
count_row (const ZmRow *row,
           gpointer     data)
{
  RowCount *rows = data;

  for (guint i = 0; i < rows->indexes->len; i++)
    {
      Index *index = g_ptr_array_index (rows->indexes, i);
      Entry entry;

      if (!spell_entry (&entry, row, index->first, index->columns->len, rows->rowid))
        {
          rows->plain = FALSE;
          return FALSE;
        }
      count (&index->rows, &entry, rows->key);
    }

  return TRUE;
}

static gboolean
count_rows (ZmDatabase    *database,
            const char    *table,
            GPtrArray     *indexes,
            const guint8   key[ZM_SIP_KEY_LENGTH],
            gboolean      *plain,
            GError       **error)
{
  g_autofree char *source = name_source (table, NULL);
  RowCount rows = { indexes, 0, key, TRUE };

  for (guint i = 0; i < indexes->len; i++)
    {
      Index *index = g_ptr_array_index (indexes, i);

      index->first = rows.rowid;
      rows.rowid += index->columns->len;
    }

  *plain = rows.rowid < ROW_MAX;
  if (*plain && !read_entries (database, indexes, source, count_row, &rows, plain, error))
    return FALSE;

  *plain = *plain && rows.plain;
  return TRUE;
}

typedef struct {
  guint n_columns;
  const guint8 *key;
  Entry entries[2]; /* this one and the last, by turns */
  Tally tally;
  gboolean plain; /* and in order */
} EntryCount;

static gboolean
count_entry (const ZmRow *row,
             gpointer     data)
{
  EntryCount *found = data;
  Entry *entry = &found->entries[found->tally.entries % 2];
  const Entry *last = &found->entries[(found->tally.entries + 1) % 2];

  found->plain = spell_entry (entry, row, 0, found->n_columns, found->n_columns) &&
                 is_before (last, entry);
  if (found->plain)
    count (&found->tally, entry, found->key);

  return found->plain;
}

static gboolean
compare_index (ZmDatabase    *database,
               const char    *table,
               Index         *index,
               const guint8   key[ZM_SIP_KEY_LENGTH],
               gboolean      *same,
               GError       **error)
{
  gpointer only[] = { index };
  GPtrArray indexes = { only, 1 };
  g_autofree char *source = name_source (table, index->name);
  EntryCount found = { .n_columns = index->columns->len, .key = key, .plain = TRUE };

  if (!read_entries (database, &indexes, source, count_entry, &found, same, error))
    return FALSE;

  *same = *same && found.plain && found.tally.entries == index->rows.entries &&
          found.tally.sum == index->rows.sum;
  return TRUE;
}

gboolean
zm_index_check_run (ZmDatabase    *database,
                    const char    *table,
                    const guint8   key[ZM_SIP_KEY_LENGTH],
                    gboolean      *sure,
                    GError       **error)
{
  g_autoptr(GPtrArray) indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_index);

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (table != NULL, FALSE);

  *sure = FALSE;
  if (!is_plain_table (database, table, sure, error) ||
      (*sure && !list_indexes (database, table, indexes, sure, error)) ||
      (*sure && !count_rows (database, table, indexes, key, sure, error)))
    return FALSE;

  for (guint i = 0; *sure && i < indexes->len; i++)
    {
      if (!compare_index (database, table, g_ptr_array_index (indexes, i), key, sure, error))
        return FALSE;
    }

  return TRUE;
}
