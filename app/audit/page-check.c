#include "app/audit/page-check.h"

#include "app/pki/random.h"
#include "app/store/integrity.h"

#define TABLE "security_audit_log"

typedef struct {
  ZmDatabase *database;
  GThread *thread;
} Part;

struct _ZmPageCheck {
  Part pages;
  Part indexes;
};

static gpointer
check_pages (gpointer database)
{
  GError *error = NULL;

  return zm_integrity_check_without (database, TABLE, &error) ? NULL : error;
}

static gpointer
check_indexes (gpointer database)
{
  guint8 key[ZM_SIP_KEY_LENGTH];
  GError *error = NULL;

  zm_random_bytes (key, sizeof key);
  return zm_integrity_check_indexes (database, TABLE, key, &error) ? NULL : error;
}

static void
start (Part        *part,
       const char  *name,
       GThreadFunc  check,
       ZmDatabase  *database)
{
  part->database = database;
  part->thread = g_thread_new (name, check, database);
}

ZmPageCheck *
zm_page_check_start (ZmDatabase *pages,
                     ZmDatabase *indexes)
{
  ZmPageCheck *check = g_new0 (ZmPageCheck, 1);

  start (&check->pages, "pages", check_pages, pages);
  start (&check->indexes, "indexes", check_indexes, indexes);

  return check;
}

void
zm_page_check_give_up (ZmPageCheck *check)
{
  g_return_if_fail (check != NULL);

  zm_database_interrupt (check->pages.database);
  zm_database_interrupt (check->indexes.database);
}

static GError *
end (Part *part)
{
  GError *damage = g_thread_join (part->thread);

  zm_database_unref (part->database);
  return damage;
}

gboolean
zm_page_check_end (ZmPageCheck  *check,
                   GError      **error)
{
  g_autoptr(GError) in_pages = NULL;
  g_autoptr(GError) in_indexes = NULL;

  g_return_val_if_fail (check != NULL, FALSE);

  in_pages = end (&check->pages);
  in_indexes = end (&check->indexes);
  g_free (check);
  if (in_pages != NULL)
    g_propagate_error (error, g_steal_pointer (&in_pages));
  else if (in_indexes != NULL)
    g_propagate_error (error, g_steal_pointer (&in_indexes));
  else
    return TRUE;

  return FALSE;
}
