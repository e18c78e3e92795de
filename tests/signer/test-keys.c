#include "desk.h"

#include "app/audit/checkpoint.h"
#include "app/audit/tree.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/protocol/payload.h"

#include <string.h>

#define SESSION_A "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define SESSION_B "00000000-0000-4000-8000-00000000000b"

typedef struct {
  Desk *desk;
  char *technician;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->desk = desk_new_founded ();
  fixture->technician = desk_hire (fixture->desk, "mkeller", "technician");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  desk_free (fixture->desk);
  g_free (fixture->technician);
}

static json_t *
server_key (const char *key_id,
            const char *mode)
{
  return json_pack ("{s:s, s:s}", "keyId", key_id, "mode", mode);
}

static void
add_server_key (Desk       *desk,
                const char *key_id,
                const char *mode)
{
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_SERVER_KEY_ADD, server_key (key_id, mode)));
}

static ZmFactoryRecord *
write_record (Desk       *desk,
              const char *device_id,
              const char *key_id)
{
  g_autoptr(GError) error = NULL;
  json_t *members = json_pack ("{s:s}", "deviceId", device_id);
  g_autofree char *text = NULL;
  ZmFactoryRecord *record;

  zm_json_set_string (members, "keyId", key_id);
  text = desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_FACTORY_RECORD, members),
                         "record");
  record = zm_factory_record_parse (text, strlen (text), &error);
  g_assert_no_error (error);

  return record;
}

static json_t *
payload_of (const char *session,
            const char *serial,
            const char *code)
{
  return json_pack ("{s:s, s:s, s:s}", "session", session, "serial", serial, "pairingCode", code);
}

static char *
compose (Fixture    *fixture,
         const char *serial)
{
  return desk_take_text (desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
                                   payload_of (SESSION_A, serial, "ABCD-1234")), "payload");
}

static ZmPayload *
verify (Fixture                *fixture,
        const char             *payload,
        const char             *serial,
        const ZmFactoryRecord  *record,
        GError                **error)
{
  const ZmIssue *issue = zm_issued_find (fixture->desk->signer->state->issued, serial);
  guint8 key_hash[ZM_SHA256_LENGTH] = { 0 };

  g_assert_true (zm_hex_decode (issue->key_hash, key_hash, sizeof key_hash));

  return zm_payload_verify (payload, strlen (payload), record, key_hash, fixture->desk->now.wall,
                            error);
}

/* Judged as the device does it, which has nothing but its factory record. */
static void
test_payload_verifies (Fixture       *fixture,
                       gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmFactoryRecord) record = NULL;
  g_autoptr(ZmFactoryRecord) other = NULL;
  g_autoptr(ZmPayload) payload = NULL;
  g_autoptr(ZmPayload) refused = NULL;
  g_autofree char *serial = NULL;
  g_autofree char *text = NULL;

  add_server_key (desk, "sk-1", "derived");
  record = write_record (desk, "DEV-001", NULL);
  other = write_record (desk, "DEV-002", NULL);
  desk_open_window (desk, 5, 10);
  serial = desk_issue (desk, fixture->technician, "DEV-001", SESSION_A);
  text = compose (fixture, serial);

  payload = verify (fixture, text, serial, record, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (payload->device_id, ==, "DEV-001");
  g_assert_cmpstr (payload->session_id, ==, SESSION_A);
  g_assert_cmpstr (payload->server_url, ==, "https://central.hospital.example:8443/zm");
  g_assert_cmpuint (payload->chain->len, ==, 2);

  /* The other device's key opens nothing of this one's. */
  g_free (other->device_id);
  other->device_id = g_strdup ("DEV-001");
  refused = verify (fixture, text, serial, other, &error);
  g_assert_null (refused);
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.signature");
}

/* Old firmware has the server key itself. */
static void
test_payload_in_shared_mode (Fixture       *fixture,
                             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmFactoryRecord) record = NULL;
  g_autoptr(ZmFactoryRecord) second = NULL;
  g_autoptr(ZmPayload) payload = NULL;
  g_autofree char *serial = NULL;
  g_autofree char *text = NULL;

  add_server_key (desk, "sk-old", "shared");
  add_server_key (desk, "sk-1", "derived");
  record = write_record (desk, "DEV-001", "sk-old");
  second = write_record (desk, "DEV-002", "sk-old");
  g_assert_cmpint (record->mode, ==, ZM_KEY_MODE_SHARED);
  g_assert_cmpmem (zm_secret_peek (record->key), 32, zm_secret_peek (second->key), 32);

  /* The record's key, not the newest one, also after a restart. */
  desk_restart (desk);
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (desk, "mkeller", "654321");
  desk_open_window (desk, 5, 10);
  serial = desk_issue (desk, fixture->technician, "DEV-001", SESSION_A);
  text = compose (fixture, serial);
  payload = verify (fixture, text, serial, record, &error);
  g_assert_no_error (error);
}

static void
test_payload_only_of_what_was_issued (Fixture       *fixture,
                                      gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *serial = NULL;

  desk_open_window (desk, 5, 10);
  serial = desk_issue (desk, fixture->technician, "DEV-001", SESSION_A);
  desk_refuse (desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
               payload_of (SESSION_A, serial, ""), "key.missing");
  add_server_key (desk, "sk-1", "derived");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
               payload_of (SESSION_B, serial, ""), "payload.session");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
               payload_of (SESSION_A, "4F0A00000000000000000000000000A1", ""), "payload.serial");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
               payload_of (SESSION_A, serial, "abcd-1234"), "code.form");
  json_decref (desk_ask (desk, fixture->technician, ZM_REQUEST_REVOKE,
                         json_pack ("{s:s, s:s}", "serial", serial, "reason", "superseded")));
  desk_refuse (desk, fixture->technician, ZM_REQUEST_PAYLOAD_COMPOSE,
               payload_of (SESSION_A, serial, ""), "payload.revoked");
}

static void
test_key_has_one_mode (Fixture       *fixture,
                       gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmFactoryRecord) before = NULL;
  g_autoptr(ZmFactoryRecord) after = NULL;

  add_server_key (desk, "sk-1", "derived");
  before = write_record (desk, "DEV-001", NULL);
  desk_restart (desk);
  desk_refuse (desk, desk->admin, ZM_REQUEST_SERVER_KEY_ADD, server_key ("sk-1", "shared"),
               "key.mode");
  desk_refuse (desk, desk->admin, ZM_REQUEST_SERVER_KEY_ADD, server_key ("sk-1", "derived"),
               "key.exists");
  desk_refuse (desk, desk->admin, ZM_REQUEST_FACTORY_RECORD,
               json_pack ("{s:s, s:s}", "deviceId", "DEV-001", "keyId", "sk-2"), "key.missing");
  after = write_record (desk, "DEV-001", NULL);
  g_assert_cmpmem (zm_secret_peek (before->key), 32, zm_secret_peek (after->key), 32);
}

static char *
hash_code (Fixture    *fixture,
           const char *device_id,
           const char *code)
{
  return desk_take_text (desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_CODE_HASH,
                                   json_pack ("{s:s, s:s}", "deviceId", device_id, "code", code)),
                         "hash");
}

static void
test_code_hash (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *first = hash_code (fixture, "DEV-001", "ABCD-1234");
  g_autofree char *other_device = hash_code (fixture, "DEV-002", "ABCD-1234");
  g_autofree char *other_code = hash_code (fixture, "DEV-001", "ABCD-1235");
  g_autofree char *again = NULL;

  desk_restart (fixture->desk);
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (fixture->desk, "mkeller", "654321");
  again = hash_code (fixture, "DEV-001", "ABCD-1234");
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other_device);
  g_assert_cmpstr (first, !=, other_code);
  desk_refuse (fixture->desk, fixture->technician, ZM_REQUEST_CODE_HASH,
               json_pack ("{s:s, s:s}", "deviceId", "DEV-001", "code", "ABCD-123X"), "code.form");
}

/* Or the signer would try all codes against a stolen hash. */
static void
test_code_hash_rate (Fixture       *fixture,
                     gconstpointer  data)
{
  fixture->desk->now.running = (fixture->desk->now.running / ZM_INSTANT_HOUR + 1) * ZM_INSTANT_HOUR;
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (fixture->desk, "mkeller", "654321");
  for (guint i = 0; i < ZM_SIGNER_CODES_PER_HOUR; i++)
    g_free (hash_code (fixture, "DEV-001", "ABCD-1234"));
  desk_refuse (fixture->desk, fixture->technician, ZM_REQUEST_CODE_HASH,
               json_pack ("{s:s, s:s}", "deviceId", "DEV-001", "code", "ABCD-1234"), "code.rate");
}

static json_t *
head_of (ZmTree  *tree,
         guint64  old_size,
         guint64  size)
{
  g_autofree char *root = NULL;
  g_autoptr(GBytes) proof = zm_tree_prove_consistency (tree, old_size, size);
  json_t *list = json_array ();
  guint8 hash[ZM_SHA256_LENGTH];
  const guint8 *data = g_bytes_get_data (proof, NULL);

  zm_tree_get_root (tree, size, hash);
  root = zm_hex_encode (hash, sizeof hash);
  for (gsize i = 0; i < g_bytes_get_size (proof) / ZM_SHA256_LENGTH; i++)
    {
      g_autofree char *text = zm_hex_encode (data + i * ZM_SHA256_LENGTH, ZM_SHA256_LENGTH);

      json_array_append_new (list, json_string (text));
    }

  return json_pack ("{s:I, s:s, s:o}", "size", (json_int_t) size, "root", root, "proof", list);
}

static ZmTree *
grow_tree (guint  leaves,
           guint8 odd)
{
  ZmTree *tree = zm_tree_new ();

  for (guint i = 0; i < leaves; i++)
    {
      guint8 leaf[ZM_SHA256_LENGTH] = { (guint8) i, i == 3 ? odd : 0 };

      zm_tree_append (tree, leaf);
    }

  return tree;
}

static char *
sign_head (Fixture *fixture,
           json_t  *head)
{
  return desk_take_text (desk_ask (fixture->desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN,
                                   head), "checkpoint");
}

static void
test_checkpoints_follow_one_log (Fixture       *fixture,
                                 gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmTree) tree = grow_tree (20, 0);
  g_autoptr(ZmTree) fork = grow_tree (20, 1);
  g_autofree char *five = sign_head (fixture, head_of (tree, 0, 5));
  g_autofree char *again = sign_head (fixture, head_of (tree, 5, 5));
  g_autofree char *eleven = NULL;

  g_assert_cmpstr (five, ==, again);
  eleven = sign_head (fixture, head_of (tree, 5, 11));
  g_assert_nonnull (strstr (eleven, "\n11\n"));

  /* Also after a restart: another log of the same length, a longer fork with its own good proof,
   * a shorter head of the right log, a right head without its proof, an empty log. */
  desk_restart (desk);
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (desk, "mkeller", "654321");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (fork, 11, 11),
               "checkpoint.inconsistent");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (fork, 11, 20),
               "checkpoint.inconsistent");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (tree, 5, 7),
               "checkpoint.inconsistent");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (tree, 12, 12),
               "checkpoint.inconsistent");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (tree, 0, 0),
               "checkpoint.inconsistent");
  g_free (sign_head (fixture, head_of (tree, 11, 20)));
}

/* Only an administrator may say that the log goes on from an older copy, and that stays known. */
static void
test_log_restarts_from_an_older_copy (Fixture       *fixture,
                                      gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmTree) tree = grow_tree (20, 0);
  g_autoptr(ZmTree) fork = grow_tree (20, 1);
  g_autoptr(json_t) head = head_of (fork, 0, 7);
  g_autoptr(json_t) status = NULL;

  g_free (sign_head (fixture, head_of (tree, 0, 11)));
  json_object_del (head, "proof");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_LOG_RESTART, json_incref (head),
               "role.denied");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_LOG_RESTART, json_incref (head)));

  desk_restart (desk);
  g_free (fixture->technician);
  fixture->technician = desk_sign_in (desk, "mkeller", "654321");
  desk_refuse (desk, fixture->technician, ZM_REQUEST_CHECKPOINT_SIGN, head_of (tree, 11, 20),
               "checkpoint.inconsistent");
  g_free (sign_head (fixture, head_of (fork, 7, 20)));
  status = desk_ask (desk, NULL, ZM_REQUEST_STATUS, NULL);
  g_assert_cmpint (json_integer_value (json_object_get (status, "logRestarts")), ==, 1);
}

static void
test_checkpoint_verifies (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTree) tree = grow_tree (7, 0);
  g_autofree char *note = sign_head (fixture, head_of (tree, 0, 7));
  g_autofree char *text = desk_take_text (desk_ask (fixture->desk, NULL,
                                                    ZM_REQUEST_AUTHORITY_SHOW, NULL),
                                          "verifierKey");
  g_autoptr(ZmNoteKey) key = zm_note_key_parse (text, &error);
  g_autoptr(ZmCheckpoint) checkpoint = NULL;

  g_assert_no_error (error);
  checkpoint = zm_checkpoint_open (note, strlen (note), key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, "hospital.example/audit");
  g_assert_cmpuint (checkpoint->size, ==, 7);
}

static void
test_keystore_of_an_older_backup (Fixture       *fixture,
                                  gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (desk->station, "signer", "keys", NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  add_server_key (desk, "sk-1", "derived");
  g_clear_pointer (&desk->signer, zm_signer_free);
  g_file_set_contents_full (path, content, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                            &error);
  g_assert_no_error (error);

  desk->signer = zm_signer_open (desk->station, desk->passphrase, desk->now, &error);
  g_assert_null (desk->signer);
  g_assert_true (zm_error_matches (error, ZM_ERROR_CORRUPT));
  g_assert_cmpstr (zm_error_get_check (error), ==, "keystore.older");
}

static void
add (const char  *path,
     void       (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/payload/verifies", test_payload_verifies);
  add ("/payload/shared", test_payload_in_shared_mode);
  add ("/payload/only-issued", test_payload_only_of_what_was_issued);
  add ("/server-key/mode", test_key_has_one_mode);
  add ("/server-key/older-backup", test_keystore_of_an_older_backup);
  add ("/code/hash", test_code_hash);
  add ("/code/rate", test_code_hash_rate);
  add ("/checkpoint/one-log", test_checkpoints_follow_one_log);
  add ("/checkpoint/restart", test_log_restarts_from_an_older_copy);
  add ("/checkpoint/verifies", test_checkpoint_verifies);

  return g_test_run ();
}
