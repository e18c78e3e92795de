#pragma once

#include "app/pki/digest.h"
#include "app/protocol/request.h"

G_BEGIN_DECLS

/* What binds a second person's approval to one request and no other: SHA-256 over
 *
 *   `zmonitor approval v1` 00 the request's name 00 nonce (hex) 00 its members (RFC 8785)
 *
 * without request, token and approval. Both sides compute it: the station sends it with the second
 * person's PIN, the signer compares it with that of the request that then carries the nonce. */

#define ZM_APPROVAL_NONCE_LENGTH 16 /* bytes */

/* Sets check "json.canonical". */
gboolean zm_approval_digest (ZmRequestType   type,
                             const json_t   *members,
                             const char     *nonce,
                             guint8          digest[ZM_SHA256_LENGTH],
                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
