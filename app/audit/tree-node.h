#pragma once

#include "app/pki/digest.h"

G_BEGIN_DECLS

/* A hash of RFC 9162 section 2.1, of a leaf or of what is over several. */
typedef struct {
  guint8 bytes[ZM_SHA256_LENGTH];
} ZmTreeNode;

ZmTreeNode zm_tree_node_join (const ZmTreeNode *left,
                              const ZmTreeNode *right);

G_END_DECLS
