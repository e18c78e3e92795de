#include "app/audit/page-check.h"

#include "app/pki/random.h"
#include "app/store/integrity.h"

#define TABLE "security_audit_log"

typedef gboolean (*Check) (ZmDatabase  *database,
                           GError     **error);

typedef struct {
  Check check;
  ZmDatabase *database;
  GError *damage;
} Part;

enum { PAGES, INDEXES };

struct _ZmPageCheck {
  Part parts[ZM_PAGE_CHECK_PARTS];
  int begun; /* of them, in their order; atomic */
};

static gboolean
check_pages (ZmDatabase  *database,
             GError     **error)
{
  return zm_integrity_check_without (database, TABLE, error);
}

static gboolean
check_indexes (ZmDatabase  *database,
               GError     **error)
{
  guint8 key[ZM_SIP_KEY_LENGTH];

  zm_random_bytes (key, sizeof key);
  return zm_integrity_check_indexes (database, TABLE, key, error);
}

ZmPageCheck *
zm_page_check_new (ZmDatabase *pages,
                   ZmDatabase *indexes)
{
  ZmPageCheck *check = g_new0 (ZmPageCheck, 1);

  check->parts[PAGES] = (Part) { check_pages, pages, NULL };
  check->parts[INDEXES] = (Part) { check_indexes, indexes, NULL };

  return check;
}

void
zm_page_check_run (ZmPageCheck *check)
{
  int i;

  g_return_if_fail (check != NULL);

  while ((i = g_atomic_int_add (&check->begun, 1)) < ZM_PAGE_CHECK_PARTS)
    check->parts[i].check (check->parts[i].database, &check->parts[i].damage);
}

void
zm_page_check_give_up (ZmPageCheck *check)
{
  g_return_if_fail (check != NULL);

  g_atomic_int_set (&check->begun, ZM_PAGE_CHECK_PARTS);
  for (int i = 0; i < ZM_PAGE_CHECK_PARTS; i++)
    zm_database_interrupt (check->parts[i].database);
}

gboolean
zm_page_check_end (ZmPageCheck  *check,
                   GError      **error)
{
  GError *damage = NULL;

  g_return_val_if_fail (check != NULL, FALSE);

  for (int i = 0; i < ZM_PAGE_CHECK_PARTS; i++)
    {
      if (damage == NULL)
        damage = g_steal_pointer (&check->parts[i].damage);
      g_clear_error (&check->parts[i].damage);
      zm_database_unref (check->parts[i].database);
    }
  g_free (check);
  if (damage == NULL)
    return TRUE;

  g_propagate_error (error, damage);
  return FALSE;
}
