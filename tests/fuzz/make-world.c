#include "app/audit/checkpoint.h"
#include "app/base/file.h"
#include "app/pki/csr.h"
#include "app/pki/jws.h"
#include "app/protocol/payload.h"
#include "tests/fuzz/world.h"
#include "tests/pki/testpki.h"

#include <string.h>

/* make-world WORLD [CORPUS]: makes the files of tests/fuzz/world anew, or, where CORPUS is given,
 * reads them and writes the first inputs of the targets for cryptographic forms into it. A new
 * world makes those of the old one worthless. */

static void
write_bytes (const char *directory,
             const char *name,
             const void *data,
             gsize       length)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_true (zm_file_write (path, data, length, 0644, &error));
}

static void
write_text (const char *directory,
            const char *name,
            const char *text)
{
  write_bytes (directory, name, text, strlen (text));
}

static void
write_key (const char *directory,
           const char *name,
           ZmKey      *key)
{
  g_autoptr(ZmSecret) pem = zm_key_to_plain_pem (key);

  write_bytes (directory, name, zm_secret_peek (pem), zm_secret_length (pem));
}

static void
write_identity (TestPki       *pki,
                const char    *directory,
                ZmProfileKind  kind,
                const char    *name)
{
  const char *common_name = kind == ZM_PROFILE_SERVER ? WORLD_HOST : WORLD_DEVICE;
  g_autoptr(TestIdentity) identity = test_pki_issue (pki, kind, common_name, 0);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);

  test_identity_write (identity, directory, name);
  write_key (directory, key_name, identity->key);
}

static void
make_world (const char *directory)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) note_key = zm_key_generate (ZM_KEY_ED25519, &error);
  g_autoptr(TestIdentity) revoked = test_pki_issue (pki, ZM_PROFILE_DEVICE, "DEV-002", 0);

  g_assert_no_error (error);
  test_pki_revoke (pki, revoked);
  test_pki_write (pki, directory);
  write_key (directory, "intermediate.key", pki->intermediate_key);
  write_key (directory, "note.key", note_key);
  write_identity (pki, directory, ZM_PROFILE_DEVICE, "device");
  write_identity (pki, directory, ZM_PROFILE_STATION, "station");
  write_identity (pki, directory, ZM_PROFILE_SERVER, "server");
}

static void
write_der (const char *corpus,
           const char *name,
           GBytes     *der)
{
  write_bytes (corpus, name, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}

static void
seed_requests (const char *corpus)
{
  const World *world = world_get ();
  const char *const names[] = { "localhost", "127.0.0.1", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) device = zm_csr_create_device (world->device_key, WORLD_DEVICE, "Bett 7",
                                                  &error);
  g_autoptr(ZmCsr) server = zm_csr_create (world->device_key, "localhost", "Hospital", names,
                                           &error);
  g_autofree char *pem = zm_csr_to_pem (device);
  g_autoptr(ZmKey) rsa = zm_key_generate (ZM_KEY_RSA_3072, &error);
  g_autoptr(ZmCsr) rsa_device = zm_csr_create_device (rsa, WORLD_DEVICE, "Bett 7", &error);

  g_assert_no_error (error);
  write_der (corpus, "csr/device", zm_csr_get_der (device));
  write_der (corpus, "csr/server", zm_csr_get_der (server));
  write_der (corpus, "csr/rsa", zm_csr_get_der (rsa_device));
  write_text (corpus, "pem/csr", pem);
  write_der (corpus, "public-key/ec", zm_public_key_get_spki (zm_csr_get_key (device)));
  write_der (corpus, "public-key/rsa", zm_public_key_get_spki (zm_csr_get_key (rsa_device)));
}

static void
seed_certificates (const char *corpus)
{
  const World *world = world_get ();
  ZmCertificate *const all[] = { world->device, world->intermediate, world->root, world->station,
                                 world->server };
  g_autofree char *chain = zm_certificate_list_to_pem (all, 2);
  g_autofree char *crl = zm_crl_to_pem (world->crls->pdata[1]);
  g_autoptr(ZmSecret) key = zm_key_to_plain_pem (world->device_key);
  g_autoptr(ZmSecret) pkcs8 = zm_key_to_pkcs8 (world->device_key);
  g_autoptr(ZmSecret) ed25519 = zm_key_to_pkcs8 (world->note_key);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *name = g_strdup_printf ("certificate/%zu", i);

      write_der (corpus, name, zm_certificate_get_der (all[i]));
    }
  write_text (corpus, "pem/chain", chain);
  write_text (corpus, "pem/crl", crl);
  write_bytes (corpus, "pem/key", zm_secret_peek (key), zm_secret_length (key));
  write_bytes (corpus, "public-key/pkcs8", zm_secret_peek (pkcs8), zm_secret_length (pkcs8));
  write_bytes (corpus, "public-key/ed25519", zm_secret_peek (ed25519), zm_secret_length (ed25519));
  write_der (corpus, "crl/root", zm_crl_get_der (world->crls->pdata[0]));
  write_der (corpus, "crl/intermediate", zm_crl_get_der (world->crls->pdata[1]));
}

static void
seed_payload (const char *corpus)
{
  const World *world = world_get ();
  ZmCertificate *const chain[] = { world->device, world->intermediate };
  const ZmPayloadContent content = {
    .device_id = WORLD_DEVICE, .session_id = WORLD_SESSION, .pairing_code = "KTRW-4821",
    .server_url = "https://localhost:8443/zmonitor", .chain = chain, .chain_length = 2,
    .root = world->root, .issued_at = world->now - ZM_INSTANT_MINUTE,
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *payload = zm_payload_compose (&content, "sk-1", world->factory->key,
                                                 world->station_key, world->station, &error);
  g_autoptr(ZmSecret) factory = zm_factory_record_format (world->factory);

  g_assert_no_error (error);
  write_text (corpus, "payload/good", payload);
  write_bytes (corpus, "factory-record/good", zm_secret_peek (factory), zm_secret_length (factory));
}

static void
seed_signed (const char *corpus)
{
  const World *world = world_get ();
  g_autofree char *time = zm_instant_format (world->now);
  g_autofree char *claims = g_strdup_printf ("{\"nonce\":\"" WORLD_NONCE "\",\"serial\":\"%s\","
                                                                         "\"session\":\"" WORLD_SESSION "\",\"time\":\"%s\"}",
                                             zm_certificate_get_serial (world->device), time);
  g_autoptr(GBytes) payload = g_bytes_new (claims, strlen (claims));
  g_autoptr(GBytes) detached = g_bytes_new_static ("abc", 3);
  g_autoptr(GError) error = NULL;
  g_autofree char *receipt = zm_jws_sign (world->server_key, world->server, "zmonitor-receipt",
                                          payload, FALSE, &error);
  g_autofree char *other = zm_jws_sign (world->station_key, world->station, NULL, detached, TRUE,
                                        &error);
  guint8 root[ZM_SHA256_LENGTH] = { 1, 2, 3 };
  g_autoptr(ZmCheckpoint) checkpoint = zm_checkpoint_new (WORLD_NOTE_NAME, 7, root);
  g_autofree char *text = zm_checkpoint_format (checkpoint);
  g_autofree char *note = zm_checkpoint_sign (checkpoint, world->note_key, &error);
  g_autoptr(ZmNoteKey) key = zm_note_key_new (WORLD_NOTE_NAME, zm_key_get_public (world->note_key),
                                              &error);
  g_autofree char *verifier = zm_note_key_format (key);

  g_assert_no_error (error);
  write_text (corpus, "jws/claims", claims);
  write_text (corpus, "jws/receipt", receipt);
  write_text (corpus, "jws/detached", other);
  write_text (corpus, "checkpoint/text", text);
  write_text (corpus, "checkpoint/note", note);
  write_text (corpus, "checkpoint/key", verifier);
}

int
main (int   argc,
      char *argv[])
{
  g_assert_true (argc == 2 || argc == 3);
  if (argc == 2)
    {
      make_world (argv[1]);
      return 0;
    }

  seed_requests (argv[2]);
  seed_certificates (argv[2]);
  seed_payload (argv[2]);
  seed_signed (argv[2]);
  return 0;
}
