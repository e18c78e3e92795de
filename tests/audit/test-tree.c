#include "app/audit/tree.h"

#include "app/audit/frontier.h"

#include "tests/audit/vectors.h"

#define LEAVES 70 /* more than one power of two on either side of 64 */

static ZmTree *
grow (guint64 size)
{
  ZmTree *tree = zm_tree_new ();

  for (guint64 i = 0; i < size; i++)
    {
      guint8 leaf[ZM_SHA256_LENGTH];

      zm_digest_sha256 (&i, sizeof i, leaf);
      zm_tree_append (tree, leaf);
    }

  return tree;
}

static void
test_vectors (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmTree) tree = zm_tree_new ();

  for (gsize i = 0; i < count_rows (vectors); i++)
    {
      guint8 leaf[ZM_SHA256_LENGTH];

      get_leaf (vectors, i, leaf);
      zm_tree_append (tree, leaf);
    }
  for (gsize size = 1; size <= count_rows (vectors); size++)
    {
      guint8 root[ZM_SHA256_LENGTH];
      guint8 expected[ZM_SHA256_LENGTH];

      zm_tree_get_root (tree, size, root);
      get_root (vectors, size, expected);
      g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
    }
}

static void
test_frontier (void)
{
  g_autoptr(ZmTree) tree = grow (LEAVES);
  g_autoptr(ZmFrontier) frontier = zm_frontier_new ();

  for (guint64 size = 0; size <= LEAVES; size++)
    {
      guint8 root[ZM_SHA256_LENGTH];
      guint8 expected[ZM_SHA256_LENGTH];
      guint8 leaf[ZM_SHA256_LENGTH];

      g_assert_cmpuint (zm_frontier_get_size (frontier), ==, size);
      zm_frontier_get_root (frontier, root);
      zm_tree_get_root (tree, size, expected);
      g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
      zm_digest_sha256 (&size, sizeof size, leaf);
      zm_frontier_append (frontier, leaf);
    }
}

/* MTH of RFC 9162 section 2.1.1, written as it stands there. */
static void
define_root (guint64 start,
             guint64 size,
             guint8  root[ZM_SHA256_LENGTH])
{
  guint8 node[1 + 2 * ZM_SHA256_LENGTH] = { 0x01 };
  guint64 k = 1;

  if (size == 1)
    {
      zm_digest_sha256 (&start, sizeof start, root);
      return;
    }
  while (2 * k < size)
    k *= 2;
  define_root (start, k, node + 1);
  define_root (start + k, size - k, node + 1 + ZM_SHA256_LENGTH);
  zm_digest_sha256 (node, sizeof node, root);
}

static void
test_every_head (void)
{
  g_autoptr(ZmTree) tree = grow (LEAVES);

  for (guint64 size = 1; size <= LEAVES; size++)
    {
      guint8 root[ZM_SHA256_LENGTH];
      guint8 expected[ZM_SHA256_LENGTH];

      zm_tree_get_root (tree, size, root);
      define_root (0, size, expected);
      g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
    }
}

static void
test_empty (void)
{
  g_autoptr(ZmTree) tree = zm_tree_new ();
  guint8 root[ZM_SHA256_LENGTH];
  g_autofree char *text = NULL;

  zm_tree_get_root (tree, 0, root);
  text = zm_hex_encode (root, sizeof root);
  g_assert_cmpstr (text, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static gboolean
proves (ZmTree  *tree,
        guint64  old_size,
        guint64  new_size,
        GBytes  *proof)
{
  guint8 old_root[ZM_SHA256_LENGTH];
  guint8 new_root[ZM_SHA256_LENGTH];

  zm_tree_get_root (tree, old_size, old_root);
  zm_tree_get_root (tree, new_size, new_root);

  return zm_tree_verify_consistency (old_size, old_root, new_size, new_root, proof);
}

static void
test_every_consistency (void)
{
  g_autoptr(ZmTree) tree = grow (LEAVES);

  for (guint64 new_size = 0; new_size <= LEAVES; new_size++)
    {
      for (guint64 old_size = 0; old_size <= new_size; old_size++)
        {
          g_autoptr(GBytes) proof = zm_tree_prove_consistency (tree, old_size, new_size);

          g_assert_true (proves (tree, old_size, new_size, proof));
        }
    }
}

static GBytes *
change_byte (GBytes *proof,
             gsize   at)
{
  g_autoptr(GByteArray) copy = g_byte_array_new ();

  g_byte_array_append (copy, g_bytes_get_data (proof, NULL), (guint) g_bytes_get_size (proof));
  copy->data[at] ^= 1;

  return g_byte_array_free_to_bytes (g_steal_pointer (&copy));
}

static GBytes *
repeat_first_hash (GBytes *proof)
{
  g_autoptr(GByteArray) copy = g_byte_array_new ();

  g_byte_array_append (copy, g_bytes_get_data (proof, NULL), (guint) g_bytes_get_size (proof));
  g_byte_array_append (copy, g_bytes_get_data (proof, NULL), ZM_SHA256_LENGTH);

  return g_byte_array_free_to_bytes (g_steal_pointer (&copy));
}

static void
test_wrong_proofs (void)
{
  g_autoptr(ZmTree) tree = grow (LEAVES);
  g_autoptr(GBytes) none = g_bytes_new (NULL, 0);

  for (guint64 old_size = 1; old_size < LEAVES; old_size++)
    {
      g_autoptr(GBytes) proof = zm_tree_prove_consistency (tree, old_size, LEAVES);
      gsize length = g_bytes_get_size (proof);
      g_autoptr(GBytes) shorter = g_bytes_new_from_bytes (proof, 0, length - ZM_SHA256_LENGTH);
      g_autoptr(GBytes) odd = g_bytes_new_from_bytes (proof, 0, length - 1);
      g_autoptr(GBytes) longer = repeat_first_hash (proof);

      g_assert_false (proves (tree, old_size, LEAVES, none));
      g_assert_false (proves (tree, old_size, LEAVES, shorter));
      g_assert_false (proves (tree, old_size, LEAVES, odd));
      g_assert_false (proves (tree, old_size, LEAVES, longer));
      g_assert_false (proves (tree, old_size == 1 ? 2 : old_size - 1, LEAVES, proof));
      for (gsize at = 0; at < length; at += ZM_SHA256_LENGTH)
        {
          g_autoptr(GBytes) changed = change_byte (proof, at);

          g_assert_false (proves (tree, old_size, LEAVES, changed));
        }
    }
}

static void
test_other_history (void)
{
  g_autoptr(ZmTree) tree = grow (7);
  guint8 old_root[ZM_SHA256_LENGTH];
  guint8 new_root[ZM_SHA256_LENGTH];
  guint8 other[ZM_SHA256_LENGTH] = { 0 };
  g_autoptr(GBytes) proof = zm_tree_prove_consistency (tree, 4, 7);
  g_autoptr(GBytes) none = g_bytes_new (NULL, 0);

  zm_tree_get_root (tree, 4, old_root);
  zm_tree_get_root (tree, 7, new_root);
  g_assert_false (zm_tree_verify_consistency (4, other, 7, new_root, proof));
  g_assert_false (zm_tree_verify_consistency (4, old_root, 7, other, proof));
  g_assert_false (zm_tree_verify_consistency (7, new_root, 4, old_root, proof));
  g_assert_false (zm_tree_verify_consistency (4, old_root, 4, other, none));
  g_assert_false (zm_tree_verify_consistency (0, other, 7, new_root, none));
}

/* A proof that is too short for the size that is claimed. */
static void
test_claimed_size (void)
{
  g_autoptr(ZmTree) tree = grow (3);
  guint8 old_root[ZM_SHA256_LENGTH];
  guint8 new_root[ZM_SHA256_LENGTH];
  g_autoptr(GBytes) proof = zm_tree_prove_consistency (tree, 2, 3);

  zm_tree_get_root (tree, 2, old_root);
  zm_tree_get_root (tree, 3, new_root);
  g_assert_true (zm_tree_verify_consistency (2, old_root, 3, new_root, proof));
  g_assert_false (zm_tree_verify_consistency (2, old_root, 8, new_root, proof));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tree/frontier", test_frontier);
  g_test_add_func ("/tree/vectors", test_vectors);
  g_test_add_func ("/tree/every-head", test_every_head);
  g_test_add_func ("/tree/empty", test_empty);
  g_test_add_func ("/tree/every-consistency", test_every_consistency);
  g_test_add_func ("/tree/wrong-proofs", test_wrong_proofs);
  g_test_add_func ("/tree/other-history", test_other_history);
  g_test_add_func ("/tree/claimed-size", test_claimed_size);

  return g_test_run ();
}
