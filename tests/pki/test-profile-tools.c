#include "app/pki/crl.h"
#include "tests/pki/world.h"

#include <glib/gstdio.h>
#include <string.h>

/* Other people's programs must like what the profiles make. */

typedef struct {
  World *world;
  char  *folder;
} Tools;

static void
put (Tools      *tools,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (tools->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
put_certificate (Tools         *tools,
                 const char    *name,
                 ZmCertificate *certificate)
{
  g_autofree char *pem = zm_certificate_to_pem (certificate);

  put (tools, name, pem);
}

static char *
make_crl (Tools            *tools,
          ZmCertificate    *issuer,
          ZmKey            *key,
          const ZmCrlEntry *entries,
          gsize             count)
{
  ZmInstant now = tools->world->now;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) crl = zm_crl_create (issuer, key, 1, now, now + ZM_INSTANT_DAY, entries, count,
                                        &error);

  g_assert_no_error (error);

  return zm_crl_to_pem (crl);
}

static void
put_crls (Tools         *tools,
          ZmCertificate *revoked)
{
  World *world = tools->world;
  ZmCrlEntry entry = {
    (char *) zm_certificate_get_serial (revoked), world->now, ZM_REASON_SUPERSEDED,
  };
  g_autofree char *root = make_crl (tools, world->root, world->root_key, NULL, 0);
  g_autofree char *intermediate = make_crl (tools, world->intermediate, world->intermediate_key,
                                            &entry, 1);
  g_autofree char *both = g_strconcat (root, intermediate, NULL);

  put (tools, "crls.pem", both);
}

static void
setup (Tools         *tools,
       gconstpointer  data)
{
  static const struct {
    const char    *name;
    ZmProfileKind  kind;
    ZmKeyKind      key_kind;
  } made[] = {
    { "device.pem", ZM_PROFILE_DEVICE, ZM_KEY_EC_P256 },
    { "device-rsa.pem", ZM_PROFILE_DEVICE, ZM_KEY_RSA_3072 },
    { "station.pem", ZM_PROFILE_STATION, ZM_KEY_EC_P256 },
    { "server.pem", ZM_PROFILE_SERVER, ZM_KEY_EC_P256 },
    { "server-rsa.pem", ZM_PROFILE_SERVER, ZM_KEY_RSA_3072 },
  };
  g_autoptr(ZmCertificate) canary = NULL;

  tools->world = world_new ((ZmKeyKind) GPOINTER_TO_INT (data));
  tools->folder = g_dir_make_tmp ("zm-profile-XXXXXX", NULL);
  put_certificate (tools, "root.pem", tools->world->root);
  put_certificate (tools, "intermediate.pem", tools->world->intermediate);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autoptr(ZmCertificate) certificate = world_make (tools->world, made[i].kind,
                                                         made[i].key_kind);

      put_certificate (tools, made[i].name, certificate);
    }
  canary = world_make (tools->world, ZM_PROFILE_CANARY, ZM_KEY_EC_P256);
  put_certificate (tools, "canary.pem", canary);
  put_crls (tools, canary);
}

static void
teardown (Tools         *tools,
          gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (tools->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (tools->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (tools->folder);
  g_free (tools->folder);
  world_free (tools->world);
}

/* Runs in the folder; gives both outputs in one text and TRUE for exit status 0. */
static gboolean
run (Tools       *tools,
     const char  *command,
     char       **output)
{
  const char *const argv[] = { "sh", "-c", command, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = -1;

  g_spawn_sync (tools->folder, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                &status, &error);
  g_assert_no_error (error);
  *output = g_strconcat (out, err, NULL);

  return g_spawn_check_wait_status (status, NULL);
}

static void
assert_runs (Tools      *tools,
             const char *command,
             const char *expected)
{
  g_autofree char *output = NULL;
  gboolean passed = run (tools, command, &output);

  g_test_message ("%s", command);
  if (!passed || strstr (output, expected) == NULL)
    g_test_message ("%s", output);
  g_assert_true (passed);
  g_assert_nonnull (strstr (output, expected));
}

#define VERIFY "openssl verify -x509_strict -crl_check_all -check_ss_sig -CAfile root.pem " \
               "-CRLfile crls.pem "
#define VERIFY_DEVICE VERIFY "-untrusted intermediate.pem -purpose sslclient "

static void
test_openssl (Tools *tools)
{
  g_autofree char *output = NULL;

  assert_runs (tools, VERIFY "intermediate.pem", "intermediate.pem: OK");
  assert_runs (tools, VERIFY_DEVICE "device.pem", "device.pem: OK");
  assert_runs (tools, VERIFY_DEVICE "device-rsa.pem", "device-rsa.pem: OK");
  assert_runs (tools, VERIFY "station.pem", "station.pem: OK");
  assert_runs (tools, VERIFY "-purpose sslserver -verify_hostname central.hospital.example "
                             "server.pem", "server.pem: OK");
  assert_runs (tools, VERIFY "-purpose sslserver -verify_ip 192.0.2.7 server-rsa.pem",
               "server-rsa.pem: OK");

  g_assert_false (run (tools, VERIFY_DEVICE "canary.pem", &output));
  g_assert_nonnull (strstr (output, "certificate revoked"));
}

/* A device's certificate is not a server's, nor the other way round. */
static void
test_purposes (Tools *tools)
{
  static const char *const refused[] = {
    VERIFY "-untrusted intermediate.pem -purpose sslserver device.pem",
    VERIFY "-purpose sslclient server.pem",
    VERIFY "-purpose sslclient station.pem",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *output = NULL;

      g_assert_false (run (tools, refused[i], &output));
      g_test_message ("%s", output);
      g_assert_true (strstr (output, "purpose") != NULL);
    }
}

/* The label in text, as typed: the two bytes of the ü each in hex, so encoded once. */
static void
test_openssl_text (Tools *tools)
{
  assert_runs (tools, "openssl x509 -in device.pem -noout -text",
               "URI:https://id.hospital.example/zmonitor/device/DEV-001, DirName:/CN=DEV-001/"
               "description=Intensivpflege Z\\xC3\\xBCrich, Bett 7");
  assert_runs (tools, "openssl x509 -in device.pem -noout -subject -nameopt utf8,sep_comma_plus",
               "subject=CN=DEV-001,OU=ZMonitor");
  assert_runs (tools, "openssl x509 -in root.pem -noout -subject -nameopt utf8,sep_comma_plus",
               "subject=CN=Spital Root CA,O=Spital Zürich");
}

static void
test_gnutls (Tools *tools)
{
  assert_runs (tools, "cat device.pem intermediate.pem root.pem > chain.pem && "
                      "certtool --verify-chain --infile chain.pem", "The certificate is trusted.");
  assert_runs (tools, "cat server-rsa.pem root.pem > chain.pem && "
                      "certtool --verify-chain --infile chain.pem", "The certificate is trusted.");
  assert_runs (tools, "certtool -i --infile device.pem",
               "directoryName: description=Intensivpflege Zürich\\, Bett 7,CN=DEV-001");
  assert_runs (tools, "certtool -i --infile device.pem",
               "URI: https://id.hospital.example/zmonitor/device/DEV-001");
  assert_runs (tools, "certtool -i --infile intermediate.pem",
               "URI: id.hospital.example");
}

static void
test_all (Tools         *tools,
          gconstpointer  data)
{
  test_openssl (tools);
  test_purposes (tools);
  test_openssl_text (tools);
  test_gnutls (tools);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/profile-tools/ec", Tools, GINT_TO_POINTER (ZM_KEY_EC_P256), setup, test_all,
              teardown);
  g_test_add ("/profile-tools/rsa", Tools, GINT_TO_POINTER (ZM_KEY_RSA_3072), setup, test_all,
              teardown);

  return g_test_run ();
}
