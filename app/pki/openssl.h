#pragma once

#include "app/base/error.h"
#include "app/base/instant.h"
#include "app/pki/certificate.h"
#include "app/pki/key.h"
#include "app/pki/public-key.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

G_BEGIN_DECLS

/* Inside app/pki only: OpenSSL's types with their cleanups, and the way into our own types. No
 * header that another room includes may include this one. */

/* Stacks by what is freed with them: these let go of their elements unharmed. */
typedef STACK_OF (X509) ZmX509Refs;
typedef STACK_OF (X509_CRL) ZmX509CrlRefs;
/* This one frees them. */
typedef STACK_OF (X509_EXTENSION) ZmX509Extensions;

static inline void
zm_x509_extensions_free (ZmX509Extensions *extensions)
{
  sk_X509_EXTENSION_pop_free (extensions, X509_EXTENSION_free);
}

static inline void
zm_x509_refs_free (ZmX509Refs *refs)
{
  sk_X509_free (refs);
}

static inline void
zm_x509_crl_refs_free (ZmX509CrlRefs *refs)
{
  sk_X509_CRL_free (refs);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_BIT_STRING, ASN1_BIT_STRING_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_ENUMERATED, ASN1_ENUMERATED_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_OBJECT, ASN1_OBJECT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_OCTET_STRING, ASN1_OCTET_STRING_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_TIME, ASN1_TIME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AUTHORITY_KEYID, AUTHORITY_KEYID_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_clear_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BN_CTX, BN_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CRL_DIST_POINTS, CRL_DIST_POINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DIST_POINT, DIST_POINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD, EVP_MD_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_NAME, GENERAL_NAME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_NAMES, GENERAL_NAMES_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_SUBTREE, GENERAL_SUBTREE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NAME_CONSTRAINTS, NAME_CONSTRAINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_CRL, X509_CRL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_NAME, X509_NAME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_PUBKEY, X509_PUBKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_REQ, X509_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_REVOKED, X509_REVOKED_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_SIG, X509_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE_CTX, X509_STORE_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmX509CrlRefs, zm_x509_crl_refs_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmX509Extensions, zm_x509_extensions_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmX509Refs, zm_x509_refs_free)

/* Sets the error with the text of OpenSSL's error queue as the value seen, and empties the
 * queue. message is one English sentence. */
void           zm_openssl_take_error          (GError        **error,
                                               ZmErrorCode     code,
                                               const char     *check,
                                               const char     *message);
/* The end of a program that cannot go on (no memory, no algorithm, no randomness). */
void           zm_openssl_abort               (const char     *what) G_GNUC_NORETURN;
/* Copies what an i2d function allocated, and frees it; aborts if it failed. */
GBytes        *zm_openssl_take_bytes          (unsigned char  *data,
                                               int             length);
/* The whole content of a memory BIO, as text. */
char          *zm_openssl_bio_text            (BIO            *bio);

/* Borrowed. NULL from zm_certificate_new_take_x509() only if the certificate breaks the rules of
 * zm_certificate_new_from_der(); x509 is taken in any case. */
X509          *zm_certificate_peek_x509       (ZmCertificate  *certificate);
ZmCertificate *zm_certificate_new_take_x509   (X509           *x509,
                                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
EVP_PKEY      *zm_key_peek_pkey               (ZmKey          *key);
/* info stays the caller's. Sets check "key.encoding", "key.pair" or those of a public key. */
ZmKey         *zm_key_new_from_info           (PKCS8_PRIV_KEY_INFO  *info,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
EVP_PKEY      *zm_public_key_peek_pkey        (ZmPublicKey    *key);

G_END_DECLS
