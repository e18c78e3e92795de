#include "app/station/authority-origin.h"

#include "app/audit/audit-query.h"

void
zm_authority_origin_free (ZmAuthorityOrigin *origin)
{
  if (origin == NULL)
    return;

  g_free (origin->asked_by);
  g_free (origin->folder);
  g_free (origin->intermediate_sha256);
  g_free (origin->station_sha256);
  g_free (origin);
}

/* The newest record of a success; NULL in record where there is none. */
static gboolean
find_newest (ZmDatabase     *database,
             const char     *action,
             ZmAuditRecord **record,
             GError        **error)
{
  const ZmAuditFilter filter = { .action = action, .outcomes = 1 << ZM_AUDIT_SUCCESS };
  g_autoptr(GPtrArray) records = zm_audit_query_list (database, &filter, 0, 1, error);

  if (records == NULL)
    return FALSE;

  *record = records->len > 0 ? g_ptr_array_steal_index (records, 0) : NULL;
  return TRUE;
}

static char *
copy_text (const ZmAuditRecord *record,
           const char          *member)
{
  return g_strdup (json_string_value (json_object_get (record->detail, member)));
}

static gint64
place (const ZmAuditRecord *record)
{
  return record != NULL ? record->seq : 0;
}

ZmAuthorityOrigin *
zm_authority_origin_read (ZmDatabase  *database,
                          GError     **error)
{
  g_autoptr(ZmAuthorityOrigin) origin = NULL;
  g_autoptr(ZmAuditRecord) created = NULL;
  g_autoptr(ZmAuditRecord) imported = NULL;
  g_autoptr(ZmAuditRecord) asked = NULL;
  const ZmAuditRecord *founded;

  g_return_val_if_fail (database != NULL, NULL);

  if (!find_newest (database, "authority.created", &created, error) ||
      !find_newest (database, "authority.imported", &imported, error) ||
      !find_newest (database, "authority.requests-exported", &asked, error))
    return NULL;

  origin = g_new0 (ZmAuthorityOrigin, 1);
  founded = place (created) > place (imported) ? created : imported;
  if (founded != NULL)
    origin->founded = founded->time;
  /* A root that was made here stays at hand, whoever renews what is below it. */
  if (created != NULL)
    origin->source = ZM_AUTHORITY_FROM_MEDIUM;
  else if (imported != NULL || asked != NULL)
    origin->source = ZM_AUTHORITY_FROM_OUTSIDE;
  if (place (asked) > place (founded))
    {
      origin->asked = asked->time;
      origin->asked_by = g_strdup (asked->actor);
      origin->folder = copy_text (asked, "folder");
      origin->intermediate_sha256 = copy_text (asked, "intermediateSha256");
      origin->station_sha256 = copy_text (asked, "stationSha256");
    }

  return g_steal_pointer (&origin);
}
