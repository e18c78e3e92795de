#include "app/audit/audit-record.h"
#include "app/store/database.h"
#include "tests/fuzz/fuzz.h"

/* A row of security_audit_log that somebody changed behind the program's back. The input is its
 * columns, separated by 1F; the first character says of which type: t(ext), b(lob), i(nteger) of so
 * many digits as follow, anything else is NULL. */

#define SEPARATOR 0x1f
#define COLUMNS   13

typedef struct {
  char    kind;
  GBytes *value;
} Column;

static void
read_columns (const guint8 *data,
              gsize         size,
              Column        columns[COLUMNS])
{
  gsize at = 0;

  for (guint i = 0; i < COLUMNS; i++)
    {
      g_autoptr(GBytes) field = fuzz_split (data, size, SEPARATOR, &at);
      gsize length = field != NULL ? g_bytes_get_size (field) : 0;

      if (length == 0)
        continue;
      columns[i].kind = *(const char *) g_bytes_get_data (field, NULL);
      columns[i].value = g_bytes_new_from_bytes (field, 1, length - 1);
    }
}

static char *
make_select (const Column columns[COLUMNS])
{
  GString *sql = g_string_new ("SELECT ");

  for (guint i = 0; i < COLUMNS; i++)
    {
      const char *type = columns[i].kind == 't' ? "TEXT"
                                                : columns[i].kind == 'i' ? "INTEGER" : "BLOB";

      g_string_append_printf (sql, "%sCAST(?%u AS %s)", i > 0 ? ", " : "", i + 1, type);
    }

  return g_string_free (sql, FALSE);
}

/* What was read can be hashed, or says why not. */
static void
check_record (const ZmAuditRecord *record)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) canonical = zm_audit_record_canonical (record, &error);
  g_autoptr(json_t) exported = zm_audit_record_to_json (record);
  guint8 hash[ZM_SHA256_LENGTH];

  fuzz_check (canonical != NULL, &error);
  g_assert_true (zm_audit_record_digest (record, hash, &error) == (canonical != NULL));
  g_clear_error (&error);
  g_assert_true (json_is_object (exported));
}

static ZmDatabase *
get_database (void)
{
  static ZmDatabase *database;
  g_autoptr(GError) error = NULL;

  if (database == NULL)
    database = zm_database_open (":memory:", &zm_schema_device, ZM_DATABASE_READ_WRITE, &error);
  g_assert_no_error (error);

  return database;
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  Column columns[COLUMNS] = { 0 };
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStatement) statement = NULL;
  g_autoptr(ZmAuditRecord) record = NULL;

  read_columns (data, size, columns);
  sql = make_select (columns);
  statement = zm_statement_new (get_database (), sql, &error);
  g_assert_no_error (error);
  for (int i = 0; i < COLUMNS; i++)
    {
      if (columns[i].value != NULL && strchr ("tib", columns[i].kind) != NULL)
        zm_statement_bind_bytes (statement, i + 1, columns[i].value);
      g_clear_pointer (&columns[i].value, g_bytes_unref);
    }
  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ROW);

  record = zm_audit_record_read (zm_statement_get_row (statement), &error);
  fuzz_check (record != NULL, &error);
  if (record != NULL)
    check_record (record);
}
