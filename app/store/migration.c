#include "app/store/migration.h"

#include "app/base/error.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

#include <string.h>

typedef struct {
  gint64 application_id;
  gint64 version;
  gint64 n_objects; /* tables, indexes, triggers and views */
} Identity;

static gboolean
read_number (ZmDatabase  *database,
             const char  *sql,
             gint64      *number,
             GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);

  if (statement == NULL || zm_statement_step (statement, error) == ZM_STEP_ERROR)
    return FALSE;

  *number = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

static gboolean
read_identity (ZmDatabase  *database,
               Identity    *identity,
               GError     **error)
{
  return read_number (database, "PRAGMA application_id", &identity->application_id, error) &&
         read_number (database, "PRAGMA user_version", &identity->version, error) &&
         read_number (database, "SELECT count(*) FROM sqlite_master", &identity->n_objects,
                      error);
}

static gboolean
is_blank (const Identity *identity)
{
  return identity->application_id == 0 && identity->version == 0 && identity->n_objects == 0;
}

static int
newest_version (const ZmSchema *schema)
{
  return schema->steps[schema->n_steps - 1].version;
}

static gboolean
check_identity (const Identity  *identity,
                const ZmSchema  *schema,
                GError         **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (identity->application_id != (gint64) schema->application_id)
    {
      seen = g_strdup_printf ("application %08" G_GINT64_MODIFIER "x", identity->application_id);
      expected = g_strdup_printf ("application %08x", schema->application_id);
      zm_error_set (error, ZM_ERROR_REFUSED, "database.foreign", seen, expected,
                    "This file is not a database of this kind");
      return FALSE;
    }
  if (identity->version < 1 || identity->version > newest_version (schema))
    {
      seen = g_strdup_printf ("version %" G_GINT64_FORMAT, identity->version);
      expected = g_strdup_printf ("version 1 to %d", newest_version (schema));
      zm_error_set (error, ZM_ERROR_REFUSED, "database.version", seen, expected,
                    "This database belongs to a newer version of the program");
      return FALSE;
    }

  return TRUE;
}

gboolean
zm_migration_check (ZmDatabase      *database,
                    const ZmSchema  *schema,
                    ZmDatabaseMode   mode,
                    GError         **error)
{
  Identity identity;

  g_return_val_if_fail (schema != NULL && schema->n_steps > 0, FALSE);

  if (!read_identity (database, &identity, error))
    return FALSE;
  if (mode == ZM_DATABASE_READ_WRITE && is_blank (&identity))
    return TRUE;

  return check_identity (&identity, schema, error);
}

static gboolean
apply_steps (ZmDatabase      *database,
             const ZmSchema  *schema,
             gint64           version,
             GError         **error)
{
  for (gsize i = 0; i < schema->n_steps; i++)
    {
      if (schema->steps[i].version > version &&
          !zm_database_run_script (database, schema->steps[i].sql, error))
        return FALSE;
    }

  return TRUE;
}

/* --- What is in the file --- */

typedef struct {
  char *name;       /* with its type: "trigger security_audit_log_delete" */
  char *definition;
} Object;

static void
free_object (Object *object)
{
  g_free (object->name);
  g_free (object->definition);
  g_free (object);
}

/* In the order of their names, with the version of the same moment: a statement that is not at its
 * end keeps other programs' newer steps out of sight. What a person's ANALYZE leaves changes nothing
 * that is found; it is known by its SQL, which is what SQLite goes by, and not by a name that any row
 * can have. */
static GPtrArray *
list_objects (ZmDatabase  *database,
              gint64      *version,
              GError     **error)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) free_object);
  g_autoptr(ZmStatement) statement =
    zm_statement_new (database,
                      "SELECT coalesce (type || ' ' || name, '?') AS named,"
                      " coalesce (tbl_name, '') || ' ' || coalesce (sql, '') "
                      "FROM sqlite_master WHERE coalesce (sql, '') NOT IN ("
                      " 'CREATE TABLE sqlite_stat1(tbl,idx,stat)',"
                      " 'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)') "
                      "ORDER BY named",
                      error);
  ZmStep step = ZM_STEP_ERROR;

  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      Object *object = g_new0 (Object, 1);

      g_ptr_array_add (objects, object);
      object->name = g_strdup (zm_statement_column_text (statement, 0));
      object->definition = g_strdup (zm_statement_column_text (statement, 1));
      if (objects->len == 1 && !read_number (database, "PRAGMA user_version", version, error))
        return NULL;
    }

  return step == ZM_STEP_DONE ? g_steal_pointer (&objects) : NULL;
}

static GPtrArray *
list_expected (const ZmSchema  *schema,
               gint64           version,
               GError         **error)
{
  ZmSchema past = *schema;
  g_autoptr(ZmDatabase) model = NULL;

  while (past.n_steps > 1 && newest_version (&past) > version)
    past.n_steps--;
  model = zm_database_open (":memory:", &past, ZM_DATABASE_READ_WRITE, error);

  return model != NULL ? list_objects (model, &version, error) : NULL;
}

static gboolean
report_difference (const Object  *object,
                   const char    *seen,
                   const char    *expected,
                   GError       **error)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", object->name, seen);

  zm_error_set (error, ZM_ERROR_CORRUPT, "database.schema", text, expected,
                "The tables and rules of the database are not those that this program made");
  return FALSE;
}

static gboolean
compare_objects (const GPtrArray  *seen,
                 const GPtrArray  *expected,
                 GError          **error)
{
  guint n_seen = 0;

  for (guint i = 0; i < expected->len; i++)
    {
      const Object *wanted = expected->pdata[i];
      const Object *found = n_seen < seen->len ? seen->pdata[n_seen++] : NULL;
      int order = found != NULL ? strcmp (found->name, wanted->name) : 1;

      if (order < 0)
        return report_difference (found, "foreign", "nothing of this name", error);
      if (order > 0)
        return report_difference (wanted, "missing", "one of this name", error);
      if (strcmp (found->definition, wanted->definition) != 0)
        return report_difference (found, "changed", "as this program made it", error);
    }

  return n_seen == seen->len ||
         report_difference (seen->pdata[n_seen], "foreign", "nothing of this name", error);
}

gboolean
zm_migration_compare (ZmDatabase      *database,
                      const ZmSchema  *schema,
                      GError         **error)
{
  g_autoptr(GPtrArray) seen = NULL;
  g_autoptr(GPtrArray) expected = NULL;
  gint64 version = 0;

  g_return_val_if_fail (database != NULL && schema != NULL, FALSE);

  seen = list_objects (database, &version, error);
  expected = seen != NULL ? list_expected (schema, version, error) : NULL;

  return expected != NULL && compare_objects (seen, expected, error);
}

static gboolean
write_identity (ZmDatabase      *database,
                const ZmSchema  *schema,
                GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA application_id = %u; PRAGMA user_version = %d;",
                                          schema->application_id, newest_version (schema));

  return zm_database_run_script (database, sql, error);
}

gboolean
zm_migration_apply (ZmDatabase      *database,
                    const ZmSchema  *schema,
                    GError         **error)
{
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
  Identity identity;

  /* Read again under the lock: another program may have done it meanwhile. */
  if (transaction == NULL || !read_identity (database, &identity, error))
    return FALSE;
  if (!is_blank (&identity) && (!check_identity (&identity, schema, error) ||
                                !zm_migration_compare (database, schema, error)))
    return FALSE;
  if (identity.version == newest_version (schema))
    return TRUE;

  return apply_steps (database, schema, identity.version, error) &&
         write_identity (database, schema, error) &&
         zm_transaction_commit (transaction, error);
}
