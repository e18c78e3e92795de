#pragma once

#include "app/pki/certificate.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* Who the server is and whom it trusts, as its files say; read once. */
typedef struct {
  GPtrArray     *chain; /* leaf first, without the root */
  ZmKey         *key;
  ZmCertificate *root;
} ZmCentralIdentity;

/* The key must belong to the leaf, and the chain must lead to the root as a server's, now. Sets
 * checks of the files, of certificates and keys, "chain.…" and "central.key". */
ZmCentralIdentity *zm_central_identity_load (const char         *certificate,
                                             const char         *key,
                                             const char         *root,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               zm_central_identity_free (ZmCentralIdentity  *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCentralIdentity, zm_central_identity_free)

/* The leaf. Borrowed. */
ZmCertificate     *zm_central_identity_get_leaf (ZmCentralIdentity *identity);

G_END_DECLS
