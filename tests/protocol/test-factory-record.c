#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/protocol/factory-record.h"
#include "tests/protocol/vectors.h"

#include <string.h>

#define KEY  "fd738ecd7ed60609418511b60eaa0117a27247ee133ef461d9ed62f9fe5186ad"
#define ROOT "f7c0e770dd21205c2152cb5ecbd28e7b87142e6226579a25fa7986f16a2bd1d7"

static void
check_record (const json_t *object)
{
  g_autofree char *text = json_dumps (object, JSON_COMPACT);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmFactoryRecord) record = zm_factory_record_parse (text, strlen (text), &error);
  g_autoptr(ZmFactoryRecord) again = NULL;
  g_autoptr(ZmSecret) formatted = NULL;
  guint8 key[32];

  g_assert_no_error (error);
  get_hex (object, "keyHex", key, sizeof key);
  g_assert_cmpmem (zm_secret_peek (record->key), zm_secret_length (record->key), key, sizeof key);
  g_assert_cmpstr (record->key_id, ==, get_text (object, "keyId"));
  g_assert_cmpstr (zm_factory_record_mode_name (record->mode), ==, get_text (object, "mode"));

  formatted = zm_factory_record_format (record);
  again = zm_factory_record_parse ((const char *) zm_secret_peek (formatted),
                                   zm_secret_length (formatted), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->device_id, ==, record->device_id);
  g_assert_cmpmem (again->root_sha256, ZM_SHA256_LENGTH, record->root_sha256, ZM_SHA256_LENGTH);
}

static void
test_vectors (void)
{
  g_autoptr(json_t) root = load_vectors ("payload-v1.json");
  json_t *records = json_object_get (root, "factory");

  check_record (json_object_get (records, "derived"));
  check_record (json_object_get (records, "shared"));
}

static void
check_derivation (const json_t *server_keys,
                  const json_t *item)
{
  const json_t *server_key = json_object_get (server_keys, get_text (item, "keyId"));
  g_autoptr(ZmSecret) ikm = zm_secret_new (32);
  g_autoptr(ZmSecret) key = NULL;
  guint8 expected[32];
  ZmKeyMode mode;

  get_hex (server_key, "keyHex", zm_secret_bytes (ikm), 32);
  get_hex (item, "deviceKeyHex", expected, sizeof expected);
  g_assert_true (zm_factory_record_mode_parse (get_text (server_key, "mode"), &mode));
  key = zm_factory_record_derive_key (ikm, mode, get_text (item, "deviceId"));
  g_assert_cmpmem (zm_secret_peek (key), zm_secret_length (key), expected, sizeof expected);
}

static void
test_derivation (void)
{
  g_autoptr(json_t) root = load_vectors ("payload-v1.json");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (json_object_get (root, "hmac")), ==, 2);
  json_array_foreach (json_object_get (root, "hmac"), i, item)
    check_derivation (json_object_get (root, "serverKeys"), item);
}

static void
check_refused (const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_factory_record_parse (text, strlen (text), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "factory-record.members");
}

/* A good record with one member replaced, added or (NULL) left out. */
static void
check_refused_member (const char *member,
                      const char *value)
{
  g_autoptr(json_t) object = json_pack ("{s:s, s:s, s:s, s:s, s:s}", "deviceId", "DEV-001",
                                        "keyId", "k", "mode", "derived", "keyHex", KEY,
                                        "rootSha256", ROOT);
  g_autofree char *good = json_dumps (object, 0);
  g_autofree char *bad = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmFactoryRecord) record = zm_factory_record_parse (good, strlen (good), &error);

  g_assert_no_error (error);
  json_object_del (object, member);
  zm_json_set_string (object, member, value);
  bad = json_dumps (object, 0);
  check_refused (bad);
}

static void
test_refuses (void)
{
  g_autofree char *flood = g_strnfill (5000, ' ');

  check_refused ("");
  check_refused ("[]");
  check_refused (flood);
  check_refused_member ("rootSha256", NULL);
  check_refused_member ("more", "1");
  check_refused_member ("deviceId", "../D");
  check_refused_member ("keyId", "");
  check_refused_member ("mode", "both");
  check_refused_member ("keyHex", "00");
  check_refused_member ("rootSha256", "xyz");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/factory-record/vectors", test_vectors);
  g_test_add_func ("/factory-record/derivation", test_derivation);
  g_test_add_func ("/factory-record/refuses", test_refuses);

  return g_test_run ();
}
