#pragma once

#include "app/pki/crl.h"
#include "app/pki/csr.h"

G_BEGIN_DECLS

/* What a slot holds: one identity of the device and where to use it. Files of mode 0600 in a
 * directory of mode 0700. */
typedef struct {
  ZmKey         *key;
  ZmCsr         *csr;        /* that asked for it: a session that is resumed sees it again */
  GPtrArray     *chain;      /* ZmCertificate: leaf, then CAs */
  ZmCertificate *root;
  GPtrArray     *crls;       /* ZmCrl, of the root and of the CAs */
  char          *server_url;
  char          *session_id; /* that brought it, or NULL */
} ZmDeviceIdentity;

void              zm_device_identity_free                (ZmDeviceIdentity        *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceIdentity, zm_device_identity_free)

/* Of the leaf, owned by the identity. */
const char       *zm_device_identity_get_serial          (const ZmDeviceIdentity  *identity);

/* Key, request, certificates and CRLs, each written anew, and then looked at again: mode and owner
 * as they are, not as they were meant (check "file.mode"). */
gboolean          zm_device_identity_write_files         (const ZmDeviceIdentity  *identity,
                                                          const char              *directory,
                                                          GError                 **error)
                                                          G_GNUC_WARN_UNUSED_RESULT;
/* Server address, session and the names of those files. */
gboolean          zm_device_identity_write_configuration (const ZmDeviceIdentity  *identity,
                                                          const char              *directory,
                                                          GError                 **error)
                                                          G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "identity.configuration" or those of what it reads. */
ZmDeviceIdentity *zm_device_identity_read                (const char              *directory,
                                                          GError                 **error)
                                                          G_GNUC_WARN_UNUSED_RESULT;
/* Only its key. */
ZmKey            *zm_device_identity_read_key            (const char              *directory,
                                                          GError                 **error)
                                                          G_GNUC_WARN_UNUSED_RESULT;
/* Which of crls are genuine for this identity: each must be signed by its root or one of its CAs,
 * check "crls.issuer". They replace the ones it has. */
gboolean          zm_device_identity_take_crls           (ZmDeviceIdentity        *identity,
                                                          GPtrArray               *crls,
                                                          GError                 **error)
                                                          G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
