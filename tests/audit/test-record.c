#include "app/audit/audit-record.h"

#include "app/base/error.h"
#include "tests/audit/vectors.h"

#include <string.h>

static void
test_vectors (void)
{
  g_autoptr(json_t) vectors = load_vectors ();

  g_assert_cmpuint (count_rows (vectors), ==, 5);
  for (gsize i = 0; i < count_rows (vectors); i++)
    {
      const char *canonical = get_text (get_row (vectors, i), "canonical");
      g_autoptr(ZmAuditRecord) record = get_record (vectors, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = zm_audit_record_canonical (record, &error);
      guint8 hash[ZM_SHA256_LENGTH];
      guint8 expected[ZM_SHA256_LENGTH];

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), canonical,
                       strlen (canonical));
      g_assert_true (zm_audit_record_digest (record, hash, &error));
      get_leaf (vectors, i, expected);
      g_assert_cmpmem (hash, sizeof hash, expected, sizeof expected);
    }
}

static void
test_no_detail_is_an_empty_one (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmAuditRecord) record = get_record (vectors, 1);
  g_autoptr(GError) error = NULL;
  guint8 hash[ZM_SHA256_LENGTH];
  guint8 expected[ZM_SHA256_LENGTH];

  g_clear_pointer (&record->detail, json_decref);
  g_assert_true (zm_audit_record_digest (record, hash, &error));
  get_leaf (vectors, 1, expected);
  g_assert_cmpmem (hash, sizeof hash, expected, sizeof expected);
}

static void
test_to_json (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmAuditRecord) record = get_record (vectors, 3);
  g_autoptr(json_t) expected = json_deep_copy (json_object_get (get_row (vectors, 3), "row"));
  g_autoptr(json_t) row = NULL;

  record->hash = g_strdup ("abc");
  json_object_set_new (expected, "hash", json_string ("abc"));
  row = zm_audit_record_to_json (record);
  g_assert_true (json_equal (row, expected));
}

static void
assert_not_written (const ZmAuditRecord *record)
{
  g_autoptr(GError) error = NULL;
  guint8 hash[ZM_SHA256_LENGTH];

  g_assert_false (zm_audit_record_digest (record, hash, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "audit.record");
}

static void
test_refuses_texts (void)
{
  g_autofree char *longest = g_strnfill (ZM_AUDIT_TEXT_MAX, 'a');
  g_autofree char *longer = g_strnfill (ZM_AUDIT_TEXT_MAX + 1, 'a');
  const char *const refused[] = { "", "\xff", longer };
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmAuditRecord) record = get_record (vectors, 2);
  guint8 hash[ZM_SHA256_LENGTH];

  zm_audit_record_set_place (record, longest, NULL, NULL);
  g_assert_true (zm_audit_record_digest (record, hash, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      zm_audit_record_set_place (record, refused[i], NULL, NULL);
      assert_not_written (record);
    }
}

static void
test_refuses_actions (void)
{
  static const char *const refused[] = { "Log.opened", "log opened", "log_opened", "lög" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(json_t) vectors = load_vectors ();
      g_autoptr(ZmAuditRecord) record = get_record (vectors, 0);

      g_free (record->action);
      record->action = g_strdup (refused[i]);
      assert_not_written (record);
    }
}

static void
test_refuses_missing_columns (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmAuditRecord) record = get_record (vectors, 0);

  g_clear_pointer (&record->actor, g_free);
  assert_not_written (record);
}

static void
test_refuses_details (void)
{
  g_autofree char *large = g_strnfill (ZM_AUDIT_DETAIL_MAX, 'a');
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmAuditRecord) record = get_record (vectors, 1);
  g_autoptr(GError) error = NULL;
  guint8 hash[ZM_SHA256_LENGTH];

  json_decref (record->detail);
  record->detail = json_pack ("{s:s}", "text", large);
  assert_not_written (record);

  json_decref (record->detail);
  record->detail = json_array ();
  assert_not_written (record);

  json_decref (record->detail);
  record->detail = json_pack ("{s:f}", "number", 0.5);
  g_assert_false (zm_audit_record_digest (record, hash, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "json.canonical");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit-record/vectors", test_vectors);
  g_test_add_func ("/audit-record/no-detail", test_no_detail_is_an_empty_one);
  g_test_add_func ("/audit-record/to-json", test_to_json);
  g_test_add_func ("/audit-record/refuses-texts", test_refuses_texts);
  g_test_add_func ("/audit-record/refuses-actions", test_refuses_actions);
  g_test_add_func ("/audit-record/refuses-missing-columns", test_refuses_missing_columns);
  g_test_add_func ("/audit-record/refuses-details", test_refuses_details);

  return g_test_run ();
}
