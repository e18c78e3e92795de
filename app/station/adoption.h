#pragma once

#include "app/pki/certificate.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* Devices that have a certificate already, from before there was this station or from another CA:
 * what a file says is judged, shown, and taken when somebody says so. Nothing is proved by a file
 * but that a CA which is trusted here said so; whether the device holds the key shows at its next
 * session. */

typedef struct {
  char *file;                 /* by which name it came */
  ZmCertificate *certificate; /* NULL where there was none to be read */
  char *device_id;            /* NULL where it names none */
  char *label;                /* the registry's, else the certificate's, else the deviceId */
  char *issuer_sha256;        /* of the issuer's certificate; NULL unless the chain holds */
  gboolean is_registered;
  gboolean is_foreign;        /* under a CA that was named, and not under this station's root */
  gboolean is_unlisted;       /* no revocation list of its issuer is here */
  GError *refusal;            /* why it is not taken; NULL: it can be */
} ZmAdoption;

#define ZM_ADOPTION_FILE_MAX (4 * 1024 * 1024) /* bytes */
#define ZM_ADOPTION_MAX      1000              /* certificates in one file */

/* For one file (DER, or PEM blocks in any order): ZmAdoption for each certificate that is not a CA's;
 * CAs among them lead to the root. authorities: ZmCertificate of CAs that an administrator names as
 * trusted besides the station's, or NULL. Checks of a refusal: those of reading ("certificate.…"),
 * "adopt.leaf" (only CAs), "adopt.identity", "adopt.exists", "adopt.own" (issued here, and lost),
 * "adopt.key" (another device's, or revoked), "adopt.retired", "chain.…", "profile.…". */
GPtrArray *zm_adoption_judge            (ZmStation        *station,
                                         const char       *file,
                                         GBytes           *content,
                                         const GPtrArray  *authorities);
/* The CAs of a file. */
GPtrArray *zm_adoption_read_authorities (GBytes           *content,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes those that can be, in one transaction with their audit records; what became known meanwhile
 * is refused ("adopt.exists"), and with it all. Sets check "adopt.nothing" where there is none, and
 * "role.denied" for a foreign one unless an administrator is signed in. */
gboolean   zm_adoption_take             (ZmStation        *station,
                                         const GPtrArray  *adoptions,
                                         guint            *taken,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void       zm_adoption_free             (ZmAdoption       *adoption);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAdoption, zm_adoption_free)

G_END_DECLS
