#include "app/audit/tree-node.h"

#include <string.h>

ZmTreeNode
zm_tree_node_join (const ZmTreeNode *left,
                   const ZmTreeNode *right)
{
  guint8 text[1 + 2 * ZM_SHA256_LENGTH];
  ZmTreeNode node;

  text[0] = 0x01;
  memcpy (text + 1, left->bytes, ZM_SHA256_LENGTH);
  memcpy (text + 1 + ZM_SHA256_LENGTH, right->bytes, ZM_SHA256_LENGTH);
  zm_digest_sha256 (text, sizeof text, node.bytes);

  /* cppcheck-suppress uninitvar -- the digest has just been written. */
  return node;
}
