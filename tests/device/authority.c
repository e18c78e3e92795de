#include "tests/device/authority.h"

#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/protocol/payload.h"

#define KEY_ID        "sk-test-1"
#define URI           "https://id.example.org/zmonitor/device/" AUTHORITY_DEVICE
#define DEVICE_NAMES  "subjectAltName=URI:" URI "\n"
#define SERVER_NAMES  "subjectAltName=DNS:" AUTHORITY_HOST "\n"
#define SIGNING_USAGE "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n" /* RFC 9336 */

static MakerIdentity *
issue (const char          *name,
       const MakerIdentity *issuer,
       const char          *extensions)
{
  return maker_issue (&(MakerRequest) { .name = name, .issuer = issuer,
                                        .extensions = extensions });
}

static void
add_crl (GPtrArray           *crls,
         const MakerIdentity *issuer)
{
  ZmInstant now = zm_instant_now ();
  g_autoptr(GError) error = NULL;
  ZmCrl *crl = zm_crl_create (issuer->certificate, issuer->key, 1, now - ZM_INSTANT_HOUR,
                              now + ZM_INSTANT_HOUR, NULL, 0, &error);

  g_assert_no_error (error);
  g_ptr_array_add (crls, crl);
}

void
authority_set_up (Authority *authority)
{
  authority->root = issue ("Root", NULL, MAKER_ROOT);
  authority->ca = issue ("Device CA", authority->root, MAKER_CA);
  authority->station = issue ("Station", authority->root, MAKER_LEAF SIGNING_USAGE);
  authority->server = issue (AUTHORITY_HOST, authority->root, MAKER_SERVER SERVER_NAMES);
  authority->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  add_crl (authority->crls, authority->root);
  add_crl (authority->crls, authority->ca);
  authority->key = zm_secret_new (32);
  zm_random_bytes (zm_secret_bytes (authority->key), 32);
}

void
authority_clear (Authority *authority)
{
  maker_free (authority->root);
  maker_free (authority->ca);
  maker_free (authority->station);
  maker_free (authority->server);
  g_ptr_array_unref (authority->crls);
  zm_secret_free (authority->key);
}

ZmSecret *
authority_factory (const Authority *authority)
{
  ZmFactoryRecord record = {
    .device_id = (char *) AUTHORITY_DEVICE,
    .key_id = (char *) KEY_ID,
    .mode = ZM_KEY_MODE_DERIVED,
    .key = authority->key,
  };

  g_assert_true (zm_hex_decode (zm_certificate_get_sha256 (authority->root->certificate),
                                record.root_sha256, sizeof record.root_sha256));
  return zm_factory_record_format (&record);
}

void
authority_write_factory (const Authority *authority,
                         const char      *path)
{
  g_autoptr(ZmSecret) text = authority_factory (authority);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_file_write (path, zm_secret_peek (text), zm_secret_length (text), 0600,
                                &error));
  g_assert_no_error (error);
}

MakerIdentity *
authority_certify (const Authority *authority,
                   ZmKey           *key)
{
  return maker_issue (&(MakerRequest) { .name = AUTHORITY_DEVICE, .issuer = authority->ca,
                                        .key = key, .extensions = MAKER_CLIENT DEVICE_NAMES });
}

char *
authority_compose (const Authority     *authority,
                   const MakerIdentity *leaf,
                   const char          *session,
                   const char          *server_url,
                   ZmInstant            issued_at)
{
  ZmCertificate *chain[] = { leaf->certificate, authority->ca->certificate };
  ZmPayloadContent content = {
    .device_id = AUTHORITY_DEVICE,
    .session_id = session,
    .pairing_code = "ABCD-1234",
    .server_url = server_url,
    .chain = chain,
    .chain_length = G_N_ELEMENTS (chain),
    .root = authority->root->certificate,
    .issued_at = issued_at,
  };
  g_autoptr(GError) error = NULL;
  char *text = zm_payload_compose (&content, KEY_ID, authority->key, authority->station->key,
                                   authority->station->certificate, &error);

  g_assert_no_error (error);
  return text;
}
