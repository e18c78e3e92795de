#include "tests/fuzz/world.h"

#include "app/base/file.h"
#include "tests/pki/testpki.h"

#include <string.h>

#define FILE_MAX 65536

static GBytes *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (FUZZ_WORLD, name, NULL);
  g_autoptr(GError) error = NULL;
  GBytes *file = zm_file_read (path, FILE_MAX, &error);

  g_assert_no_error (error);

  return file;
}

static ZmCertificate *
read_certificate (const char *name)
{
  g_autoptr(GBytes) file = read_file (name);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) chain = NULL;

  chain = zm_certificate_list_from_pem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), 4,
                                        &error);
  g_assert_no_error (error);

  return zm_certificate_ref (g_ptr_array_index (chain, 0));
}

static ZmKey *
read_key (const char *name)
{
  g_autoptr(GBytes) file = read_file (name);
  g_autoptr(GError) error = NULL;
  ZmKey *key = zm_key_new_from_pem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), NULL,
                                    &error);

  g_assert_no_error (error);

  return key;
}

static void
add_crl (GPtrArray  *crls,
         const char *name)
{
  g_autoptr(GBytes) file = read_file (name);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (crls, zm_crl_new_from_data (g_bytes_get_data (file, NULL),
                                               g_bytes_get_size (file), &error));
  g_assert_no_error (error);
}

static ZmFactoryRecord *
make_factory (ZmCertificate *root)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  ZmFactoryRecord *record;

  text = g_strdup_printf ("{\"deviceId\":\"" WORLD_DEVICE "\",\"keyId\":\"sk-1\",\"mode\":"
                                                          "\"derived\",\"keyHex\":\"%064x\",\"rootSha256\":\"%s\"}", 1,
                          zm_certificate_get_sha256 (root));
  record = zm_factory_record_parse (text, strlen (text), &error);
  g_assert_no_error (error);

  return record;
}

static void
load (World *world)
{
  world->policy = (ZmPolicy) {
    .hospital = "Example Hospital",
    .identity_host = TEST_PKI_IDENTITY_HOST,
    .crl_url = TEST_PKI_CRL_URL,
    .name_constraints = TRUE,
    .root_days = 3650,
    .intermediate_days = 1825,
    .device_days = 365,
    .station_days = 365,
    .server_days = 365,
  };
  world->root = read_certificate ("root.pem");
  world->intermediate = read_certificate ("intermediate.pem");
  world->intermediate_key = read_key ("intermediate.key");
  world->device = read_certificate ("device.pem");
  world->device_key = read_key ("device.key");
  world->station = read_certificate ("station.pem");
  world->station_key = read_key ("station.key");
  world->server = read_certificate ("server.pem");
  world->server_key = read_key ("server.key");
  world->note_key = read_key ("note.key");
  world->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  add_crl (world->crls, "root.crl");
  add_crl (world->crls, "intermediate.crl");
  world->factory = make_factory (world->root);
  world->now = zm_certificate_get_not_before (world->device) + ZM_INSTANT_HOUR;
}

const World *
world_get (void)
{
  static World world;

  if (world.root == NULL)
    load (&world);

  return &world;
}
