#pragma once

#include "app/audit/audit-record.h"
#include "app/base/file.h"
#include "app/base/hex.h"

/* tests/vectors/audit-v1.json, made by other code than ours. */

static inline json_t *
load_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "audit-v1.json", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = zm_file_read (path, 1 << 20, &error);
  json_t *root;

  g_assert_no_error (error);
  root = zm_json_parse_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "test",
                               &error);
  g_assert_no_error (error);

  return root;
}

static inline gsize
count_rows (json_t *vectors)
{
  return json_array_size (json_object_get (vectors, "rows"));
}

static inline json_t *
get_row (json_t *vectors,
         gsize   i)
{
  return json_array_get (json_object_get (vectors, "rows"), i);
}

static inline const char *
get_text (json_t     *object,
          const char *member)
{
  return json_string_value (json_object_get (object, member));
}

static inline ZmAuditRecord *
get_record (json_t *vectors,
            gsize   i)
{
  json_t *row = json_object_get (get_row (vectors, i), "row");
  ZmAuditOutcome outcome;
  ZmAuditRecord *record;

  g_assert_true (zm_audit_record_outcome_parse (get_text (row, "outcome"), &outcome));
  record = zm_audit_record_new (get_text (row, "actor"), get_text (row, "role"),
                                get_text (row, "action"), outcome);
  zm_audit_record_set_place (record, get_text (row, "port"), get_text (row, "session"),
                             get_text (row, "device"));
  record->seq = json_integer_value (json_object_get (row, "seq"));
  g_assert_true (zm_instant_parse_micros (get_text (row, "time"), &record->time));
  record->desk = g_strdup (get_text (row, "desk"));
  record->prev_hash = g_strdup (get_text (row, "prev_hash"));
  record->detail = json_incref (json_object_get (row, "detail"));

  return record;
}

static inline void
get_leaf (json_t *vectors,
          gsize   i,
          guint8  leaf[ZM_SHA256_LENGTH])
{
  g_assert_true (zm_hex_decode (get_text (get_row (vectors, i), "hash"), leaf, ZM_SHA256_LENGTH));
}

/* Over the first size rows, size > 0. */
static inline void
get_root (json_t *vectors,
          gsize   size,
          guint8  root[ZM_SHA256_LENGTH])
{
  json_t *roots = json_object_get (vectors, "roots");

  g_assert_true (zm_hex_decode (json_string_value (json_array_get (roots, size - 1)), root,
                                ZM_SHA256_LENGTH));
}
