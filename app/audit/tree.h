#pragma once

#include "app/pki/digest.h"

G_BEGIN_DECLS

/* The Merkle tree of RFC 9162 section 2.1 (as in RFC 6962) over leaf hashes that are already made.
 * It keeps the root of every complete subtree, so that any earlier head and any proof cost a
 * number of hashes that grows with the logarithm of its size; 64 bytes a leaf. */
typedef struct _ZmTree ZmTree;

ZmTree  *zm_tree_new                (void);
void     zm_tree_free               (ZmTree       *tree);

void     zm_tree_append             (ZmTree       *tree,
                                     const guint8  leaf[ZM_SHA256_LENGTH]);
guint64  zm_tree_get_size           (ZmTree       *tree);
/* The head over the first size leaves; size is at most that of the tree. */
void     zm_tree_get_root           (ZmTree       *tree,
                                     guint64       size,
                                     guint8        root[ZM_SHA256_LENGTH]);

/* That the head over new_size continues the one over old_size (section 2.1.4): hashes of 32 bytes,
 * one after the other; none where old_size is 0 or new_size. */
GBytes  *zm_tree_prove_consistency  (ZmTree       *tree,
                                     guint64       old_size,
                                     guint64       new_size) G_GNUC_WARN_UNUSED_RESULT;
/* Needs no tree. Everything continues the empty tree. */
gboolean zm_tree_verify_consistency (guint64       old_size,
                                     const guint8  old_root[ZM_SHA256_LENGTH],
                                     guint64       new_size,
                                     const guint8  new_root[ZM_SHA256_LENGTH],
                                     GBytes       *proof) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTree, zm_tree_free)

G_END_DECLS
