#pragma once

#include "app/pki/certificate.h"
#include "app/pki/key.h"

/* Makes any certificate, sensible or not, for what the profiles would never make. */

typedef struct {
  ZmCertificate *certificate;
  ZmKey         *key;
} MakerIdentity;

typedef struct {
  const char          *name;       /* CN, and nothing else */
  const MakerIdentity *issuer;     /* NULL: signs itself */
  ZmKey               *key;        /* NULL: a new one on P-256 */
  ZmInstant            from;       /* 0: an hour ago */
  ZmInstant            until;      /* 0: in an hour */
  const char          *extensions; /* as in openssl.cnf, lines "name=value"; @ names no section */
} MakerRequest;

#define MAKER_IDENTIFIERS "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
#define MAKER_ROOT        "subjectKeyIdentifier=hash\nbasicConstraints=critical,CA:TRUE\n" \
                          "keyUsage=critical,keyCertSign,cRLSign\n"
#define MAKER_CA          MAKER_IDENTIFIERS "basicConstraints=critical,CA:TRUE,pathlen:0\n" \
                          "keyUsage=critical,keyCertSign,cRLSign\n"
#define MAKER_LEAF        MAKER_IDENTIFIERS "basicConstraints=critical,CA:FALSE\n" \
                          "keyUsage=critical,digitalSignature\n"
#define MAKER_CLIENT      MAKER_LEAF "extendedKeyUsage=clientAuth\n"
#define MAKER_SERVER      MAKER_LEAF "extendedKeyUsage=serverAuth\n"

MakerIdentity *maker_issue (const MakerRequest *request);
void           maker_free  (MakerIdentity      *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MakerIdentity, maker_free)
