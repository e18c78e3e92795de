#include "app/signer/issued.h"

#define EXPIRED_MARGIN (30 * ZM_INSTANT_DAY)

struct _ZmIssued {
  GPtrArray  *all;        /* owns, in the ledger's order */
  GHashTable *by_serial;
  GHashTable *by_tbs;
  GHashTable *by_session;
  GHashTable *by_key;     /* key hash → GPtrArray of ZmIssue */
};

static void
issue_free (gpointer data)
{
  zm_issue_free (data);
}

static void
list_free (gpointer data)
{
  g_ptr_array_unref (data);
}

ZmIssued *
zm_issued_new (void)
{
  ZmIssued *issued = g_new0 (ZmIssued, 1);

  issued->all = g_ptr_array_new_with_free_func (issue_free);
  issued->by_serial = g_hash_table_new (g_str_hash, g_str_equal);
  issued->by_tbs = g_hash_table_new (g_str_hash, g_str_equal);
  issued->by_session = g_hash_table_new (g_str_hash, g_str_equal);
  issued->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, list_free);

  return issued;
}

void
zm_issued_free (ZmIssued *issued)
{
  if (issued == NULL)
    return;

  g_hash_table_unref (issued->by_serial);
  g_hash_table_unref (issued->by_tbs);
  g_hash_table_unref (issued->by_session);
  g_hash_table_unref (issued->by_key);
  g_ptr_array_unref (issued->all);
  g_free (issued);
}

static void
add_key (ZmIssued *issued,
         ZmIssue  *issue)
{
  GPtrArray *same;

  if (issue->key_hash == NULL)
    return;

  same = g_hash_table_lookup (issued->by_key, issue->key_hash);
  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (issued->by_key, issue->key_hash, same);
    }
  g_ptr_array_add (same, issue);
}

gboolean
zm_issued_add (ZmIssued *issued,
               ZmIssue  *issue)
{
  g_return_val_if_fail (issued != NULL, FALSE);
  g_return_val_if_fail (issue != NULL, FALSE);

  if (g_hash_table_contains (issued->by_serial, issue->serial))
    return FALSE;

  g_ptr_array_add (issued->all, issue);
  g_hash_table_insert (issued->by_serial, issue->serial, issue);
  if (issue->tbs_sha256 != NULL)
    g_hash_table_insert (issued->by_tbs, issue->tbs_sha256, issue);
  if (issue->session != NULL)
    g_hash_table_replace (issued->by_session, issue->session, issue);
  add_key (issued, issue);

  return TRUE;
}

ZmIssue *
zm_issued_find (ZmIssued   *issued,
                const char *serial)
{
  g_return_val_if_fail (issued != NULL, NULL);

  return g_hash_table_lookup (issued->by_serial, serial);
}

ZmIssue *
zm_issued_find_tbs (ZmIssued   *issued,
                    const char *tbs_sha256)
{
  g_return_val_if_fail (issued != NULL, NULL);

  return g_hash_table_lookup (issued->by_tbs, tbs_sha256);
}

ZmIssue *
zm_issued_find_session (ZmIssued   *issued,
                        const char *session)
{
  g_return_val_if_fail (issued != NULL, NULL);

  return g_hash_table_lookup (issued->by_session, session);
}

guint
zm_issued_count (ZmIssued *issued)
{
  g_return_val_if_fail (issued != NULL, 0);

  return issued->all->len;
}

ZmIssue *
zm_issued_get (ZmIssued *issued,
               guint     index)
{
  g_return_val_if_fail (issued != NULL && index < issued->all->len, NULL);

  return g_ptr_array_index (issued->all, index);
}

static guint
count_where (ZmIssued *issued,
             gboolean  (*holds)(const ZmIssue *issue))
{
  guint count = 0;

  for (guint i = 0; i < issued->all->len; i++)
    {
      const ZmIssue *issue = g_ptr_array_index (issued->all, i);

      if (!issue->canary && holds (issue))
        count++;
    }

  return count;
}

/* One that came back by its number alone is not there to be on record. */
static gboolean
is_signed (const ZmIssue *issue)
{
  return issue->certificate != NULL;
}

static gboolean
is_revoked (const ZmIssue *issue)
{
  return issue->revoked;
}

guint
zm_issued_count_signed (ZmIssued *issued)
{
  g_return_val_if_fail (issued != NULL, 0);

  return count_where (issued, is_signed);
}

guint
zm_issued_count_revoked (ZmIssued *issued)
{
  g_return_val_if_fail (issued != NULL, 0);

  return count_where (issued, is_revoked);
}

ZmIssue *
zm_issued_find_canary (ZmIssued   *issued,
                       const char *key_hash)
{
  GPtrArray *same;

  g_return_val_if_fail (issued != NULL, NULL);

  same = g_hash_table_lookup (issued->by_key, key_hash);
  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      ZmIssue *issue = g_ptr_array_index (same, i);

      if (issue->canary && issue->certificate != NULL)
        return issue;
    }

  return NULL;
}

const char *
zm_issued_find_key (ZmIssued   *issued,
                    const char *key_hash,
                    const char *device_id,
                    gboolean   *revoked)
{
  GPtrArray *same;
  const char *other = NULL;

  g_return_val_if_fail (issued != NULL, NULL);

  *revoked = FALSE;
  same = g_hash_table_lookup (issued->by_key, key_hash);
  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      const ZmIssue *issue = g_ptr_array_index (same, i);

      if (issue->state == ZM_ISSUE_CANCELLED)
        continue;
      if (issue->revoked)
        *revoked = TRUE;
      if (g_strcmp0 (issue->device_id, device_id) != 0)
        other = issue->device_id;
    }

  return other;
}

GArray *
zm_issued_list_revoked (ZmIssued  *issued,
                        ZmInstant  now)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (ZmCrlEntry));

  g_return_val_if_fail (issued != NULL, NULL);

  for (guint i = 0; i < issued->all->len; i++)
    {
      const ZmIssue *issue = g_ptr_array_index (issued->all, i);
      ZmCrlEntry entry = { issue->serial, issue->revoked_at, issue->reason };

      if (issue->revoked && issue->not_after + EXPIRED_MARGIN > now)
        g_array_append_val (entries, entry);
    }

  return entries;
}
