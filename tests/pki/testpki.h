#pragma once

#include "app/pki/crl.h"
#include "app/pki/profile.h"

/* A whole little PKI by the real profiles, for every test that needs one: link testpki_dep.
 *
 *   g_autoptr(TestPki) pki = test_pki_new ();
 *   g_autoptr(TestIdentity) device = test_pki_issue (pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
 *   g_autoptr(TestIdentity) server = test_pki_issue (pki, ZM_PROFILE_SERVER, "localhost", 0);
 *   test_pki_revoke (pki, device);
 *   g_autoptr(GPtrArray) crls = test_pki_crls (pki);
 *   test_pki_write (pki, scratch.path);
 *   test_identity_write (server, scratch.path, "server");
 *
 * Everything asserts that it succeeds. */

#define TEST_PKI_IDENTITY_HOST "id.hospital.example"
#define TEST_PKI_CRL_URL       "http://crl.hospital.example/"
#define TEST_PKI_LABEL         "Intensivpflege Zürich, Bett 7"

typedef struct {
  ZmPolicy       policy; /* may be changed before something is issued */
  ZmInstant      founded; /* two years before now */
  ZmInstant      now;
  ZmKey         *root_key;
  ZmCertificate *root;
  ZmKey         *intermediate_key;
  ZmCertificate *intermediate;
  ZmInstant      crl_from;   /* an hour before now, in a week: may be changed before */
  ZmInstant      crl_until;  /* test_pki_crls() */
  guint64        crl_number; /* of the next lists */
  GArray        *revoked_by_root; /* of ZmCrlEntry */
  GArray        *revoked_by_intermediate;
} TestPki;

typedef struct {
  ZmKey     *key;
  GPtrArray *chain; /* leaf first, without the root */
} TestIdentity;

TestPki       *test_pki_new             (void);
/* Of another hospital of the same name: a foreign CA is another TestPki. */
void           test_pki_free            (TestPki             *pki);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPki, test_pki_free)

/* DEVICE and CANARY by the intermediate, STATION and SERVER by the root; keys on P-256. A server
 * also bears the names localhost, 127.0.0.1 and ::1. now 0 is that of the PKI; two years back gives
 * a certificate of a device that has expired. */
TestIdentity  *test_pki_issue           (TestPki             *pki,
                                         ZmProfileKind        kind,
                                         const char          *common_name,
                                         ZmInstant            now);
/* The same for a key that exists already, e.g. of a CSR. */
ZmCertificate *test_pki_certify         (TestPki             *pki,
                                         ZmProfileKind        kind,
                                         const char          *common_name,
                                         ZmPublicKey         *key,
                                         ZmInstant            now);
void           test_pki_revoke          (TestPki             *pki,
                                         const TestIdentity  *identity);
/* New lists of the root and of the intermediate, in this order, elements ZmCrl. */
GPtrArray     *test_pki_crls            (TestPki             *pki);
/* root.pem, intermediate.pem, and new lists root.crl and intermediate.crl in DER, each file
 * replaced as a whole. */
void           test_pki_write           (TestPki             *pki,
                                         const char          *directory);

void           test_identity_free       (TestIdentity        *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestIdentity, test_identity_free)
/* Borrowed. */
ZmCertificate *test_identity_leaf       (const TestIdentity  *identity);
/* <name>.pem, the chain, and <name>.key, PKCS#8 in the clear, mode 0600. */
void           test_identity_write      (const TestIdentity  *identity,
                                         const char          *directory,
                                         const char          *name);
