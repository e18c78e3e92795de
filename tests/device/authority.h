#pragma once

#include "app/base/secret.h"
#include "app/pki/crl.h"
#include "tests/pki/maker.h"

/* The hospital's side of a device: a root, an intermediate, the station's and the server's
 * certificates, CRLs that revoke nothing, and the key that the factory record carries. */

#define AUTHORITY_DEVICE  "DEV-001"
#define AUTHORITY_SESSION "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define AUTHORITY_HOST    "central.example.org"

typedef struct {
  MakerIdentity *root;
  MakerIdentity *ca;
  MakerIdentity *station; /* by the root, for signing */
  MakerIdentity *server;  /* by the root, for AUTHORITY_HOST */
  GPtrArray     *crls;    /* ZmCrl of the root and of the intermediate */
  ZmSecret      *key;     /* K of AUTHORITY_DEVICE */
} Authority;

void           authority_set_up  (Authority        *authority);
void           authority_clear   (Authority        *authority);

/* The text of a factory record, and a file of mode 0600 with it. */
ZmSecret      *authority_factory (const Authority  *authority);
void           authority_write_factory (const Authority  *authority,
                                        const char       *path);
/* A certificate for the device's key, whoever holds it. */
MakerIdentity *authority_certify (const Authority  *authority,
                                  ZmKey            *key);
/* A payload for that certificate, as of now. */
char          *authority_compose (const Authority      *authority,
                                  const MakerIdentity  *leaf,
                                  const char           *session,
                                  const char           *server_url,
                                  ZmInstant             issued_at);
