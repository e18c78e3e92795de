#include "app/audit/audit-record.h"

#include "app/base/error.h"
#include "app/base/jcs.h"

#include <string.h>

static const char *const outcome_names[] = { "success", "failure", "unknown" };

/* The columns that are text in the struct as they are in the table. */
static const struct {
  const char *name;
  int column; /* in ZM_AUDIT_COLUMNS */
  gsize offset;
  gboolean required;
} texts[] = {
  { "actor", 2, G_STRUCT_OFFSET (ZmAuditRecord, actor), TRUE },
  { "role", 3, G_STRUCT_OFFSET (ZmAuditRecord, role), TRUE },
  { "desk", 4, G_STRUCT_OFFSET (ZmAuditRecord, desk), TRUE },
  { "port", 5, G_STRUCT_OFFSET (ZmAuditRecord, port), FALSE },
  { "session", 6, G_STRUCT_OFFSET (ZmAuditRecord, session), FALSE },
  { "device", 7, G_STRUCT_OFFSET (ZmAuditRecord, device), FALSE },
  { "action", 8, G_STRUCT_OFFSET (ZmAuditRecord, action), TRUE },
  { "prev_hash", 11, G_STRUCT_OFFSET (ZmAuditRecord, prev_hash), TRUE },
};

enum {
  COLUMN_SEQ = 0,
  COLUMN_TIME = 1,
  COLUMN_OUTCOME = 9,
  COLUMN_DETAIL = 10,
  COLUMN_HASH = 12,
};

static const char *
peek_text (const ZmAuditRecord *record,
           gsize                i)
{
  return G_STRUCT_MEMBER (char *, record, texts[i].offset);
}

ZmAuditRecord *
zm_audit_record_new (const char     *actor,
                     const char     *role,
                     const char     *action,
                     ZmAuditOutcome  outcome)
{
  ZmAuditRecord *record = g_new0 (ZmAuditRecord, 1);

  record->actor = g_strdup (actor);
  record->role = g_strdup (role);
  record->action = g_strdup (action);
  record->outcome = outcome;

  return record;
}

void
zm_audit_record_free (ZmAuditRecord *record)
{
  if (record == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, record, texts[i].offset));
  g_free (record->hash);
  json_decref (record->detail);
  g_free (record);
}

static void
set_text (char       **member,
          const char  *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

void
zm_audit_record_set_place (ZmAuditRecord *record,
                           const char    *port,
                           const char    *session,
                           const char    *device)
{
  g_return_if_fail (record != NULL);

  set_text (&record->port, port);
  set_text (&record->session, session);
  set_text (&record->device, device);
}

const char *
zm_audit_record_outcome_name (ZmAuditOutcome outcome)
{
  g_return_val_if_fail ((gsize) outcome < G_N_ELEMENTS (outcome_names), NULL);

  return outcome_names[outcome];
}

gboolean
zm_audit_record_outcome_parse (const char     *name,
                               ZmAuditOutcome *outcome)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    {
      if (g_strcmp0 (name, outcome_names[i]) == 0)
        {
          *outcome = (ZmAuditOutcome) i;
          return TRUE;
        }
    }

  return FALSE;
}

/* --- Struct to bytes --- */

static gboolean
refuse_column (const char  *column,
               const char  *seen,
               GError     **error)
{
  g_autofree char *expected = g_strdup_printf ("UTF-8 of 1 to %d bytes", ZM_AUDIT_TEXT_MAX);

  zm_error_set (error, ZM_ERROR_INVALID, "audit.record", seen, expected,
                "The column “%s” of an audit record cannot be written", column);
  return FALSE;
}

static gboolean
check_text (const ZmAuditRecord  *record,
            gsize                 i,
            GError              **error)
{
  const char *text = peek_text (record, i);

  if (text == NULL)
    return !texts[i].required || refuse_column (texts[i].name, "nothing", error);
  if (text[0] == '\0' || strlen (text) > ZM_AUDIT_TEXT_MAX || !g_utf8_validate (text, -1, NULL))
    return refuse_column (texts[i].name, text, error);

  return TRUE;
}

static gboolean
is_action (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_islower (*text) && !g_ascii_isdigit (*text) && *text != '.' && *text != '-')
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_columns (const ZmAuditRecord  *record,
               GError              **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!check_text (record, i, error))
        return FALSE;
    }

  return is_action (record->action) || refuse_column ("action", record->action, error);
}

static gboolean
refuse_detail (const char  *seen,
               GError     **error)
{
  g_autofree char *expected = g_strdup_printf ("a JSON object of at most %d bytes",
                                               ZM_AUDIT_DETAIL_MAX);

  zm_error_set (error, ZM_ERROR_INVALID, "audit.record", seen, expected,
                "The detail of an audit record cannot be written");
  return FALSE;
}

char *
zm_audit_record_detail_text (const ZmAuditRecord  *record,
                             GError              **error)
{
  g_autoptr(json_t) empty = json_object ();
  g_autoptr(GBytes) bytes = NULL;
  gsize length;
  const char *text;

  g_return_val_if_fail (record != NULL, NULL);

  if (record->detail != NULL && !json_is_object (record->detail))
    {
      refuse_detail ("another JSON value", error);
      return NULL;
    }

  bytes = zm_jcs_encode (record->detail != NULL ? record->detail : empty, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  if (length > ZM_AUDIT_DETAIL_MAX)
    {
      refuse_detail ("a longer one", error);
      return NULL;
    }

  return g_strndup (text, length);
}

static json_t *
row_to_json (const ZmAuditRecord *record)
{
  g_autoptr(json_t) row = json_object ();
  g_autofree char *time = zm_instant_format_micros (record->time);

  json_object_set_new (row, "seq", json_integer (record->seq));
  zm_json_set_string (row, "time", time);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    zm_json_set_string (row, texts[i].name, peek_text (record, i));
  zm_json_set_string (row, "outcome", zm_audit_record_outcome_name (record->outcome));
  if (record->detail != NULL)
    json_object_set (row, "detail", record->detail);
  else
    json_object_set_new (row, "detail", json_object ());

  return g_steal_pointer (&row);
}

GBytes *
zm_audit_record_canonical (const ZmAuditRecord  *record,
                           GError              **error)
{
  g_autofree char *detail = NULL;
  g_autoptr(json_t) row = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  /* What jansson cannot hold it leaves out, and the hash would not cover it. */
  if (!check_columns (record, error))
    return NULL;
  detail = zm_audit_record_detail_text (record, error);
  if (detail == NULL)
    return NULL;

  row = row_to_json (record);
  return zm_jcs_encode (row, error);
}

gboolean
zm_audit_record_digest (const ZmAuditRecord  *record,
                        guint8                hash[ZM_SHA256_LENGTH],
                        GError              **error)
{
  g_autoptr(GBytes) canonical = zm_audit_record_canonical (record, error);
  g_autoptr(GByteArray) leaf = g_byte_array_new ();
  gsize length;
  const guint8 *data;

  if (canonical == NULL)
    return FALSE;

  data = g_bytes_get_data (canonical, &length);
  g_byte_array_append (leaf, (const guint8 *) "\0", 1);
  g_byte_array_append (leaf, data, (guint) length);
  zm_digest_sha256 (leaf->data, leaf->len, hash);

  return TRUE;
}

json_t *
zm_audit_record_to_json (const ZmAuditRecord *record)
{
  json_t *row;

  g_return_val_if_fail (record != NULL, NULL);

  row = row_to_json (record);
  zm_json_set_string (row, "hash", record->hash);

  return row;
}

/* --- Row to struct --- */

static gboolean
refuse_row (const char  *column,
            const char  *seen,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "audit.row", seen, NULL,
                "The column “%s” of a row of security_audit_log was changed", column);
  return FALSE;
}

/* The whole text of a column, also where a zero hides a part of it. */
static gboolean
read_text (const ZmRow  *row,
           int           column,
           const char   *name,
           gsize         max,
           char        **text,
           GError      **error)
{
  g_autoptr(GBytes) bytes = zm_row_get_bytes (row, column);
  gsize length;
  const char *data;

  /* No column is ever written empty. */
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return refuse_row (name, "nothing", error);

  data = g_bytes_get_data (bytes, &length);
  if (zm_row_get_type (row, column) != ZM_COLUMN_TEXT || length > max ||
      !g_utf8_validate_len (data, length, NULL))
    return refuse_row (name, "a value of another kind", error);

  *text = g_strndup (data, length);
  return TRUE;
}

static gboolean
read_texts (const ZmRow    *row,
            ZmAuditRecord  *record,
            GError        **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char **member = &G_STRUCT_MEMBER (char *, record, texts[i].offset);

      if (!texts[i].required && zm_row_get_type (row, texts[i].column) == ZM_COLUMN_NULL)
        continue;
      if (!read_text (row, texts[i].column, texts[i].name, ZM_AUDIT_TEXT_MAX, member, error))
        return FALSE;
    }

  return read_text (row, COLUMN_HASH, "hash", ZM_AUDIT_TEXT_MAX, &record->hash, error);
}

static gboolean
read_time (const ZmRow    *row,
           ZmAuditRecord  *record,
           GError        **error)
{
  g_autofree char *text = NULL;

  if (!read_text (row, COLUMN_TIME, "time", ZM_AUDIT_TEXT_MAX, &text, error))
    return FALSE;

  return zm_instant_parse_micros (text, &record->time) || refuse_row ("time", text, error);
}

static gboolean
read_outcome (const ZmRow    *row,
              ZmAuditRecord  *record,
              GError        **error)
{
  g_autofree char *text = NULL;

  if (!read_text (row, COLUMN_OUTCOME, "outcome", ZM_AUDIT_TEXT_MAX, &text, error))
    return FALSE;

  return zm_audit_record_outcome_parse (text, &record->outcome) ||
         refuse_row ("outcome", text, error);
}

/* Written in canonical form, detail has one spelling only. */
static gboolean
read_detail (const ZmRow    *row,
             ZmAuditRecord  *record,
             GError        **error)
{
  g_autofree char *text = NULL;
  g_autofree char *canonical = NULL;

  if (!read_text (row, COLUMN_DETAIL, "detail", ZM_AUDIT_DETAIL_MAX, &text, error))
    return FALSE;

  record->detail = zm_json_parse_object (text, strlen (text), "audit.row", NULL);
  if (record->detail != NULL)
    canonical = zm_audit_record_detail_text (record, NULL);

  return g_strcmp0 (text, canonical) == 0 || refuse_row ("detail", text, error);
}

ZmAuditRecord *
zm_audit_record_read (const ZmRow  *row,
                      GError      **error)
{
  g_autoptr(ZmAuditRecord) record = g_new0 (ZmAuditRecord, 1);

  g_return_val_if_fail (row != NULL, NULL);

  if (zm_row_get_type (row, COLUMN_SEQ) != ZM_COLUMN_INTEGER)
    {
      refuse_row ("seq", "a value of another kind", error);
      return NULL;
    }
  record->seq = zm_row_get_int64 (row, COLUMN_SEQ);
  if (!read_texts (row, record, error) || !read_time (row, record, error) ||
      !read_outcome (row, record, error) || !read_detail (row, record, error))
    return NULL;

  return g_steal_pointer (&record);
}
