#pragma once

#include "app/pki/crl.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* Everything about the CAs that is not the signer's own: the ceremony on removable media, the
 * other way through a hospital's CA, revocation, CRLs and their publication. Each is audited, and
 * each revocation is followed by a new CRL and a checkpoint. */

typedef struct {
  const char *hospital;
  const char *identity_host;
  const char *server_url;
  const char *crl_url;
  guint       device_days; /* 0: 365 */
  gboolean    no_name_constraints;
} ZmAuthorityPlan;

/* The root ceremony: root key and certificate made on media_directory, intermediate and station
 * certificates issued, the root's CRL, a canary issued and revoked, the first server key
 * ("sk-1", derived). The administrator is signed in already. */
gboolean       zm_authority_create              (ZmStation              *station,
                                                 const ZmAuthorityPlan  *plan,
                                                 const char             *media_directory,
                                                 const ZmSecret         *root_passphrase,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* With a hospital's own CA: writes intermediate.csr, station.csr (PEM) to be signed there, and
 * beside each the extensions that its certificate must have (.ext, in OpenSSL's form) … */
gboolean       zm_authority_export_requests     (ZmStation              *station,
                                                 const ZmAuthorityPlan  *plan,
                                                 const char             *out_directory,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same by the policy that is in force, for a renewal or where they were lost. */
gboolean       zm_authority_export_again        (ZmStation              *station,
                                                 const char             *out_directory,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* … and takes the answers: certificates in PEM; chain from the intermediate upwards, without the
 * root; the station's is issued by the root itself, since a payload carries it alone. CRLs of the
 * root and of any CA between may be given to be published. */
gboolean       zm_authority_import              (ZmStation              *station,
                                                 const char             *root_file,
                                                 const char             *chain_file,
                                                 const char             *station_file,
                                                 const char *const      *crl_files,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* From a CSR file, or with csr_file NULL for a key made in the ceremony; writes server.pem (leaf
 * without root) and server.key (0600) to out_directory. */
ZmCertificate *zm_authority_server_certificate  (ZmStation              *station,
                                                 const char             *media_directory,
                                                 const ZmSecret         *root_passphrase,
                                                 const char             *csr_file,
                                                 const char *const      *dns_names,
                                                 const char             *out_directory,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* By the same root and policy: new certificates for the intermediate and the station, a new list of
 * the root, a new canary. */
gboolean       zm_authority_renew               (ZmStation              *station,
                                                 const char             *media_directory,
                                                 const ZmSecret         *root_passphrase,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new revocation list of the root alone. */
gboolean       zm_authority_renew_root_list     (ZmStation              *station,
                                                 const char             *media_directory,
                                                 const ZmSecret         *root_passphrase,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* A device's factory record, 0600, for the maker's line. */
gboolean       zm_authority_device_key          (ZmStation              *station,
                                                 const char             *device_id,
                                                 const char             *out_file,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Any spelling of the serial. Publishes a new CRL, makes a checkpoint. Again is no error. */
gboolean       zm_authority_revoke              (ZmStation              *station,
                                                 const char             *serial,
                                                 ZmReason                reason,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Finishes what an interrupted revocation left: what the signer has revoked is in the books and in
 * the published list, and that one is where it belongs. Adds to settled. */
gboolean       zm_authority_settle_revocations  (ZmStation              *station,
                                                 guint                  *settled,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* All certificates of a device that still count, but the one of serial except (NULL: none). Adopted
 * ones are given up, on record: only their own CA can revoke them ("certificate.adopted"). */
gboolean       zm_authority_revoke_device       (ZmStation              *station,
                                                 const char             *device_id,
                                                 const char             *except,
                                                 ZmReason                reason,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new CRL of the intermediate, stored and written to DIR/crl/intermediate.crl (DER). */
ZmCrl         *zm_authority_issue_crl           (ZmStation              *station,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest CRLs of all CAs, as a device and a server need them: elements ZmCrl. */
GPtrArray     *zm_authority_load_crls           (ZmStation              *station,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
