#include "app/store/migration.h"

#include "app/base/error.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

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
  if (!is_blank (&identity) && !check_identity (&identity, schema, error))
    return FALSE;
  if (identity.version == newest_version (schema))
    return TRUE;

  return apply_steps (database, schema, identity.version, error) &&
         write_identity (database, schema, error) &&
         zm_transaction_commit (transaction, error);
}
