#pragma once

#include "app/pki/openssl.h"

/* Requests that zm_csr_create_device() would never make, by OpenSSL itself. Zeros mean a new EC
 * key, CN=DEV-001 and OU=ZMonitor, no extensions, SHA-256. */
typedef struct {
  EVP_PKEY          *pkey;
  const char *const *subject;   /* pairs of short name and text, NULL at the end */
  const char        *config;    /* of openssl.cnf; its section [ext] are the extensions asked for */
  const char        *again;     /* the same, in Microsoft's attribute for them */
  const char        *challenge; /* a challengePassword */
  const EVP_MD      *md;
  EVP_PKEY          *signer;    /* instead of pkey */
  long               version;
} Forge;

GBytes *forge_csr (const Forge *forge);
