#include "app/audit/tree.h"

#include "app/audit/tree-node.h"

#include <string.h>

#define LEVELS 64 /* as many as a size in 64 bits can have */

/* levels[k] holds the roots of the complete subtrees of 2^k leaves, from the left. */
struct _ZmTree {
  GArray *levels[LEVELS];
};

ZmTree *
zm_tree_new (void)
{
  ZmTree *tree = g_new0 (ZmTree, 1);

  for (int k = 0; k < LEVELS; k++)
    tree->levels[k] = g_array_new (FALSE, FALSE, sizeof (ZmTreeNode));

  return tree;
}

void
zm_tree_free (ZmTree *tree)
{
  if (tree == NULL)
    return;

  for (int k = 0; k < LEVELS; k++)
    g_array_unref (tree->levels[k]);
  g_free (tree);
}

void
zm_tree_append (ZmTree       *tree,
                const guint8  leaf[ZM_SHA256_LENGTH])
{
  ZmTreeNode hash;

  g_return_if_fail (tree != NULL);

  memcpy (hash.bytes, leaf, ZM_SHA256_LENGTH);
  for (int k = 0; k < LEVELS; k++)
    {
      GArray *level = tree->levels[k];

      g_array_append_val (level, hash);
      if (level->len % 2 != 0)
        return;
      hash = zm_tree_node_join (&g_array_index (level, ZmTreeNode, level->len - 2),
                                &g_array_index (level, ZmTreeNode, level->len - 1));
    }
}

guint64
zm_tree_get_size (ZmTree *tree)
{
  g_return_val_if_fail (tree != NULL, 0);

  return tree->levels[0]->len;
}

/* The k of RFC 9162 as an exponent: 2^k is the largest power of two below size, for size > 1. */
static guint
split_level (guint64 size)
{
  return g_bit_storage ((gulong) (size - 1)) - 1;
}

/* MTH (D[start:start+size]); start is a multiple of the power of two at or above size, as it is
 * for every part that the definitions of RFC 9162 name. */
static ZmTreeNode
subtree_root (ZmTree  *tree,
              guint64  start,
              guint64  size)
{
  guint level = split_level (MAX (size, 2));
  ZmTreeNode left, right;

  if (size == 1)
    return g_array_index (tree->levels[0], ZmTreeNode, start);
  if (size == G_GUINT64_CONSTANT (2) << level)
    return g_array_index (tree->levels[level + 1], ZmTreeNode, start >> (level + 1));

  left = g_array_index (tree->levels[level], ZmTreeNode, start >> level);
  right = subtree_root (tree, start + (G_GUINT64_CONSTANT (1) << level),
                        size - (G_GUINT64_CONSTANT (1) << level));

  return zm_tree_node_join (&left, &right);
}

void
zm_tree_get_root (ZmTree  *tree,
                  guint64  size,
                  guint8   root[ZM_SHA256_LENGTH])
{
  ZmTreeNode hash;

  g_return_if_fail (tree != NULL);
  g_return_if_fail (size <= zm_tree_get_size (tree));

  if (size == 0)
    {
      zm_digest_sha256 ("", 0, root);
      return;
    }

  hash = subtree_root (tree, 0, size);
  memcpy (root, hash.bytes, ZM_SHA256_LENGTH);
}

/* SUBPROOF (old_size, D[start:start+size], complete) of RFC 9162 section 2.1.4.1. */
static void
append_subproof (ZmTree     *tree,
                 guint64     old_size,
                 guint64     start,
                 guint64     size,
                 gboolean    complete,
                 GByteArray *proof)
{
  guint64 left_size;
  ZmTreeNode hash;

  if (old_size == size)
    {
      hash = subtree_root (tree, start, size);
      if (!complete)
        g_byte_array_append (proof, hash.bytes, ZM_SHA256_LENGTH);
      return;
    }

  left_size = G_GUINT64_CONSTANT (1) << split_level (size);
  if (old_size <= left_size)
    {
      append_subproof (tree, old_size, start, left_size, complete, proof);
      hash = subtree_root (tree, start + left_size, size - left_size);
    }
  else
    {
      append_subproof (tree, old_size - left_size, start + left_size, size - left_size, FALSE,
                       proof);
      hash = subtree_root (tree, start, left_size);
    }
  g_byte_array_append (proof, hash.bytes, ZM_SHA256_LENGTH);
}

GBytes *
zm_tree_prove_consistency (ZmTree  *tree,
                           guint64  old_size,
                           guint64  new_size)
{
  g_autoptr(GByteArray) proof = g_byte_array_new ();

  g_return_val_if_fail (tree != NULL, NULL);
  g_return_val_if_fail (old_size <= new_size && new_size <= zm_tree_get_size (tree), NULL);

  if (old_size > 0 && old_size < new_size)
    append_subproof (tree, old_size, 0, new_size, TRUE, proof);

  return g_byte_array_free_to_bytes (g_steal_pointer (&proof));
}

/* Steps 2 to 7 of RFC 9162 section 2.1.4.2, for 0 < old_size < new_size; its names. */
static gboolean
verify_path (guint64           old_size,
             const guint8     *old_root,
             guint64           new_size,
             const guint8     *new_root,
             const ZmTreeNode *path,
             gsize             length)
{
  guint64 fn = old_size - 1;
  guint64 sn = new_size - 1;
  gsize next = 0;
  ZmTreeNode fr, sr;

  if ((old_size & (old_size - 1)) == 0)
    memcpy (fr.bytes, old_root, ZM_SHA256_LENGTH);
  else if (length > 0)
    fr = path[next++];
  else
    return FALSE;
  sr = fr;

  for (; (fn & 1) != 0; fn >>= 1)
    sn >>= 1;

  for (; next < length; next++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) != 0 || fn == sn)
        {
          fr = zm_tree_node_join (&path[next], &fr);
          sr = zm_tree_node_join (&path[next], &sr);
          for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
            sn >>= 1;
        }
      else
        {
          sr = zm_tree_node_join (&sr, &path[next]);
        }
      fn >>= 1;
      sn >>= 1;
    }

  return sn == 0 && memcmp (fr.bytes, old_root, ZM_SHA256_LENGTH) == 0 &&
         memcmp (sr.bytes, new_root, ZM_SHA256_LENGTH) == 0;
}

gboolean
zm_tree_verify_consistency (guint64       old_size,
                            const guint8  old_root[ZM_SHA256_LENGTH],
                            guint64       new_size,
                            const guint8  new_root[ZM_SHA256_LENGTH],
                            GBytes       *proof)
{
  guint8 empty[ZM_SHA256_LENGTH];
  gsize length;
  const void *path;

  g_return_val_if_fail (proof != NULL, FALSE);

  path = g_bytes_get_data (proof, &length);
  if (old_size == 0)
    {
      zm_digest_sha256 ("", 0, empty);
      return length == 0 && memcmp (old_root, empty, ZM_SHA256_LENGTH) == 0;
    }
  if (old_size == new_size)
    return length == 0 && memcmp (old_root, new_root, ZM_SHA256_LENGTH) == 0;
  if (old_size > new_size || length % ZM_SHA256_LENGTH != 0)
    return FALSE;

  return verify_path (old_size, old_root, new_size, new_root, path, length / ZM_SHA256_LENGTH);
}
