#include "app/signer/approvals.h"

#include "app/base/error.h"

#include <string.h>

typedef struct {
  guint8  digest[ZM_SHA256_LENGTH];
  char   *asker;
  char   *approver;
  gint64  begun; /* microseconds on the running clock */
} Approval;

struct _ZmApprovals {
  GPtrArray *all; /* the oldest first */
};

static void
approval_free (gpointer data)
{
  Approval *approval = data;

  g_free (approval->asker);
  g_free (approval->approver);
  g_free (approval);
}

ZmApprovals *
zm_approvals_new (void)
{
  ZmApprovals *approvals = g_new0 (ZmApprovals, 1);

  approvals->all = g_ptr_array_new_with_free_func (approval_free);

  return approvals;
}

void
zm_approvals_free (ZmApprovals *approvals)
{
  if (approvals == NULL)
    return;

  g_ptr_array_unref (approvals->all);
  g_free (approvals);
}

void
zm_approvals_add (ZmApprovals  *approvals,
                  const guint8  digest[ZM_SHA256_LENGTH],
                  const char   *asker,
                  const char   *approver,
                  gint64        running)
{
  Approval *approval;

  g_return_if_fail (approvals != NULL);
  g_return_if_fail (asker != NULL && approver != NULL);

  if (approvals->all->len == ZM_APPROVALS_MAX)
    g_ptr_array_remove_index (approvals->all, 0);

  approval = g_new0 (Approval, 1);
  memcpy (approval->digest, digest, sizeof approval->digest);
  approval->asker = g_strdup (asker);
  approval->approver = g_strdup (approver);
  approval->begun = running;
  g_ptr_array_add (approvals->all, approval);
}

static Approval *
steal (ZmApprovals  *approvals,
       const guint8  digest[ZM_SHA256_LENGTH],
       const char   *asker)
{
  for (guint i = 0; i < approvals->all->len; i++)
    {
      const Approval *approval = g_ptr_array_index (approvals->all, i);

      if (zm_digest_equal (approval->digest, digest, sizeof approval->digest) &&
          strcmp (approval->asker, asker) == 0)
        return g_ptr_array_steal_index (approvals->all, i);
    }

  return NULL;
}

char *
zm_approvals_take (ZmApprovals   *approvals,
                   const guint8   digest[ZM_SHA256_LENGTH],
                   const char    *asker,
                   gint64         running,
                   GError       **error)
{
  Approval *approval;
  char *approver = NULL;

  g_return_val_if_fail (approvals != NULL, NULL);
  g_return_val_if_fail (asker != NULL, NULL);

  approval = steal (approvals, digest, asker);
  if (approval == NULL)
    {
      zm_error_set (error, ZM_ERROR_DENIED, "second-person.other", NULL,
                    "an approval of this request that was not used yet",
                    "A second person has not approved this request");
      return NULL;
    }

  if (running - approval->begun < ZM_APPROVALS_LIFE * ZM_INSTANT_SECOND)
    approver = g_steal_pointer (&approval->approver);
  else
    zm_error_set (error, ZM_ERROR_DENIED, "second-person.expired", NULL, "at most 5 minutes ago",
                  "The second person approved too long ago");
  approval_free (approval);

  return approver;
}

void
zm_approvals_end_operator (ZmApprovals *approvals,
                           const char  *name)
{
  g_return_if_fail (approvals != NULL);
  g_return_if_fail (name != NULL);

  for (guint i = approvals->all->len; i > 0; i--)
    {
      const Approval *approval = g_ptr_array_index (approvals->all, i - 1);

      if (strcmp (approval->asker, name) == 0 || strcmp (approval->approver, name) == 0)
        g_ptr_array_remove_index (approvals->all, i - 1);
    }
}
