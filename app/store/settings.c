#include "app/store/settings.h"

#include "app/base/error.h"
#include "app/store/statement.h"

#include <string.h>

ZmSecret *
zm_settings_spell_key (const ZmSecret *key)
{
  const gsize digits = 2 * ZM_DATABASE_KEY_LENGTH;
  /* One more for the zero that g_snprintf() ends with. */
  g_autoptr(ZmSecret) text = zm_secret_new (digits + strlen ("x''") + 1);
  char *at = (char *) zm_secret_bytes (text);

  g_return_val_if_fail (zm_secret_length (key) == ZM_DATABASE_KEY_LENGTH, NULL);

  at[0] = 'x';
  at[1] = '\'';
  for (gsize i = 0; i < ZM_DATABASE_KEY_LENGTH; i++)
    g_snprintf (at + 2 + 2 * i, 3, "%02x", zm_secret_peek (key)[i]);
  at[2 + digits] = '\'';
  zm_secret_truncate (text, digits + strlen ("x''"));

  return g_steal_pointer (&text);
}

gboolean
zm_settings_apply (ZmDatabase  *database,
                   GError     **error)
{
  return zm_database_run_script (database,
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA recursive_triggers = ON;"
                                 "PRAGMA secure_delete = ON;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA cell_size_check = ON;", error);
}

gboolean
zm_settings_make_durable (ZmDatabase  *database,
                          GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, "PRAGMA journal_mode = WAL",
                                                       error);
  const char *journal;

  if (statement == NULL || zm_statement_step (statement, error) == ZM_STEP_ERROR)
    return FALSE;

  journal = zm_statement_column_text (statement, 0);
  if (g_strcmp0 (journal, "wal") != 0 && g_strcmp0 (journal, "memory") != 0)
    {
      zm_error_set (error, ZM_ERROR_IO, "database.open", journal, "wal",
                    "The file system of the database has no write-ahead log");
      return FALSE;
    }

  return zm_database_run_script (database, "PRAGMA synchronous = FULL", error);
}
