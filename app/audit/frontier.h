#pragma once

#include "app/pki/digest.h"

G_BEGIN_DECLS

/* The head of a Merkle tree as it grows, as ZmTree has it, for whoever wants no earlier head and no
 * proof: two kilobytes, however many leaves. */
typedef struct _ZmFrontier ZmFrontier;

ZmFrontier *zm_frontier_new      (void);
void        zm_frontier_free     (ZmFrontier       *frontier);

void        zm_frontier_append   (ZmFrontier       *frontier,
                                  const guint8      leaf[ZM_SHA256_LENGTH]);
guint64     zm_frontier_get_size (const ZmFrontier *frontier);
void        zm_frontier_get_root (const ZmFrontier *frontier,
                                  guint8            root[ZM_SHA256_LENGTH]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmFrontier, zm_frontier_free)

G_END_DECLS
