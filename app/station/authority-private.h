#pragma once

#include "app/pki/crl.h"
#include "app/station/authority.h"
#include "app/store/certificate-record.h"

G_BEGIN_DECLS

/* What the two ways to an authority, the ceremony and the import, have in common. */

#define ZM_AUTHORITY_CRL_INTERMEDIATE "intermediate.crl"
#define ZM_AUTHORITY_CRL_ROOT         "root.crl"
#define ZM_AUTHORITY_CHAIN_MAX        3 /* CAs below the root */

/* Gives the signer the policy that the plan asks for. */
gboolean zm_authority_set_policy         (ZmStation              *station,
                                          const ZmAuthorityPlan  *plan,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The requests for the signer's two certificates. Both are set, or none. */
gboolean zm_authority_make_requests      (ZmStation              *station,
                                          ZmCsr                 **intermediate,
                                          ZmCsr                 **station_csr,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Hands the answers to the signer, which judges them, then keeps and publishes them here.
 * chain: ZmCertificate from the intermediate upwards. */
gboolean zm_authority_install            (ZmStation              *station,
                                          ZmCertificate          *root,
                                          GPtrArray              *chain,
                                          ZmCertificate          *station_certificate,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* What issuing needs beside the certificates: a server key if there is none, a canary, a CRL. */
gboolean zm_authority_complete           (ZmStation              *station,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a list of a CA above the intermediate may be published: "crl.issuer", "crl.signature", and
 * those of zm_crl_succession_check(). */
gboolean zm_authority_check_crl          (ZmStation              *station,
                                          ZmCrl                  *crl,
                                          ZmCertificate          *root,
                                          GPtrArray              *chain,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmCrl that were checked. */
gboolean zm_authority_publish_crls       (ZmStation              *station,
                                          GPtrArray              *crls,
                                          ZmCertificate          *root,
                                          GPtrArray              *chain,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Installs what came from a CA elsewhere, publishes its lists and completes the authority. Again is
 * no error, so that what was interrupted can be ended. */
gboolean zm_authority_take_answers       (ZmStation              *station,
                                          ZmCertificate          *root,
                                          GPtrArray              *chain,
                                          ZmCertificate          *station_certificate,
                                          GPtrArray              *crls,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* By the root, on record, and kept here. */
ZmCertificate *zm_authority_sign_server  (ZmStation              *station,
                                          const char             *media_directory,
                                          const ZmSecret         *root_passphrase,
                                          const char             *csr_pem,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps a CRL and writes it to DIR/crl/file. */
gboolean zm_authority_publish_crl        (ZmStation              *station,
                                          ZmCrl                  *crl,
                                          ZmCertificate          *issuer,
                                          const char             *file,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* A success on record. Takes detail. */
gboolean zm_authority_record_detail      (ZmStation              *station,
                                          const char             *action,
                                          json_t                 *detail,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* "authority.created" and its like, with what the authority is now. */
gboolean zm_authority_record             (ZmStation              *station,
                                          const char             *action,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The CA among root and chain whose subject the name is, or NULL. */
ZmCertificate *zm_authority_find_issuer  (ZmCertificate          *root,
                                          GPtrArray              *chain,
                                          const char             *name);
/* Puts a certificate on record, a canary as revoked; one that is there already is no error. */
gboolean zm_authority_keep_certificate   (ZmStation              *station,
                                          ZmCertificateKind       kind,
                                          ZmCertificate          *certificate,
                                          ZmCertificate          *issuer,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes a text to DIR/folder/file, mode 0600. */
gboolean zm_authority_write_file         (ZmStation              *station,
                                          const char             *folder,
                                          const char             *file,
                                          const char             *text,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
