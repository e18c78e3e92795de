#pragma once

#include "app/base/secret.h"
#include "app/pki/csr.h"
#include "app/pki/judgement.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The Central Station's certificate from its own request: the root issues it, on its medium. */

typedef struct {
  ZmCsr     *csr;
  ZmInstant  not_after; /* what it would get */
  GPtrArray *rows;      /* ZmJudgementRow: asked, policy, will issue */
  GError    *refusal;   /* NULL: it can be issued */
} ZmServerRequest;

#define ZM_SERVER_REQUEST_MAX (2 * ZM_CSR_MAX) /* bytes of PEM */

/* Shows what a request would get; the ceremony judges it once more. Sets checks "csr.…",
 * "authority.absent"; those of a refusal are "csr.subject" (no common name) and "csr.dns-name" (no
 * name that a device could look for). */
ZmServerRequest *zm_server_desk_judge      (ZmStation              *station,
                                            GBytes                 *content,
                                            GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void             zm_server_desk_free       (ZmServerRequest        *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmServerRequest, zm_server_desk_free)

/* Recorded as "server-certificate.issued". Sets checks of the refusal, of the medium and of the
 * ceremony, "role.denied" unless a PKI administrator is signed in. */
ZmCertificate   *zm_server_desk_issue      (ZmStation              *station,
                                            const ZmServerRequest  *request,
                                            const char             *media_directory,
                                            const ZmSecret         *root_passphrase,
                                            GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
