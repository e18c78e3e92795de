#include "app/audit/frontier.h"

#include "app/audit/tree-node.h"

#include <string.h>

#define LEVELS 64 /* as many as a size in 64 bits can have */

/* peaks[k] is the root of a complete subtree of 2^k leaves where size has this bit. */
struct _ZmFrontier {
  guint64 size;
  ZmTreeNode peaks[LEVELS];
};

ZmFrontier *
zm_frontier_new (void)
{
  return g_new0 (ZmFrontier, 1);
}

void
zm_frontier_free (ZmFrontier *frontier)
{
  g_free (frontier);
}

void
zm_frontier_append (ZmFrontier   *frontier,
                    const guint8  leaf[ZM_SHA256_LENGTH])
{
  ZmTreeNode node;
  int k;

  g_return_if_fail (frontier != NULL);

  memcpy (node.bytes, leaf, ZM_SHA256_LENGTH);
  for (k = 0; (frontier->size >> k & 1) != 0; k++)
    node = zm_tree_node_join (&frontier->peaks[k], &node);
  frontier->peaks[k] = node;
  frontier->size++;
}

guint64
zm_frontier_get_size (const ZmFrontier *frontier)
{
  g_return_val_if_fail (frontier != NULL, 0);

  return frontier->size;
}

void
zm_frontier_get_root (const ZmFrontier *frontier,
                      guint8            root[ZM_SHA256_LENGTH])
{
  ZmTreeNode node;
  gboolean any = FALSE;

  g_return_if_fail (frontier != NULL);

  for (int k = 0; k < LEVELS; k++)
    {
      if ((frontier->size >> k & 1) == 0)
        continue;
      node = any ? zm_tree_node_join (&frontier->peaks[k], &node) : frontier->peaks[k];
      any = TRUE;
    }

  if (any)
    memcpy (root, node.bytes, ZM_SHA256_LENGTH);
  else
    zm_digest_sha256 ("", 0, root);
}
