#include "app/protocol/label-code.h"

#include "app/base/base32.h"
#include "app/base/device-id.h"
#include "app/base/error.h"

#include <string.h>

#define WORD       "ZMLABEL"
#define VERSION    "1"
#define FIELDS_MAX 7
#define SERIAL_MAX 40 /* hex digits */
#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

enum {
  FIELD_WORD,
  FIELD_VERSION,
  FIELD_KIND,
  FIELD_FIRST, /* of the kind's own */
};

static const struct {
  const char *name;
  const char *letter;
  guint fields; /* in all */
  const char *check; /* of the name */
  const char *expected;
} kinds[] = {
  [ZM_LABEL_DEVICE] = {
    "device", "D", 4, "label.device-id", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
  },
  [ZM_LABEL_BADGE] = { "badge", "O", 4, "label.operator", "1 to 64 characters" },
  [ZM_LABEL_CERTIFICATE] = { "certificate", "C", 5, "label.serial", "upper-case hex digits" },
  [ZM_LABEL_AUDIT_HEAD] = { "audit-head", "H", 7, "label.origin", "the name of a log" },
};

static gboolean
fail (const char  *check,
      const char  *seen,
      const char  *expected,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                "This is not a label of this station");
  return FALSE;
}

const char *
zm_label_code_kind_name (ZmLabelKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].name;
}

gboolean
zm_label_code_kind_parse (const char  *name,
                          ZmLabelKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].name, name) == 0)
        {
          *kind = (ZmLabelKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_serial (const char *text)
{
  gsize length = strlen (text);

  return length >= 2 && length <= SERIAL_MAX && length % 2 == 0 &&
         strspn (text, "0123456789ABCDEF") == length;
}

/* What a checkpoint's key may be called, which is also what may stand on paper. */
static gboolean
is_origin (const char *text)
{
  gsize length = strlen (text);

  return length <= ZM_LABEL_CODE_ORIGIN_MAX && strpbrk (text, " +") == NULL &&
         zm_device_text_check (text, length, "label.origin", NULL);
}

static gboolean
is_name (ZmLabelKind  kind,
         const char  *name)
{
  if (*name == '\0')
    return FALSE;

  switch (kind)
    {
    case ZM_LABEL_DEVICE:
      return zm_device_id_is_valid (name, -1);
    case ZM_LABEL_BADGE:
      return zm_device_text_check (name, ZM_LABEL_CODE_NAME_MAX, "label.operator", NULL);
    case ZM_LABEL_CERTIFICATE:
      return is_serial (name);
    case ZM_LABEL_AUDIT_HEAD:
      return is_origin (name);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static ZmLabelCode *
new_code (ZmLabelKind   kind,
          const char   *name,
          GError      **error)
{
  ZmLabelCode *code;

  g_return_val_if_fail (name != NULL, NULL);

  if (!is_name (kind, name))
    {
      fail (kinds[kind].check, name, kinds[kind].expected, error);
      return NULL;
    }

  code = g_new0 (ZmLabelCode, 1);
  code->kind = kind;
  code->name = g_strdup (name);
  return code;
}

ZmLabelCode *
zm_label_code_new_device (const char  *device_id,
                          GError     **error)
{
  return new_code (ZM_LABEL_DEVICE, device_id, error);
}

ZmLabelCode *
zm_label_code_new_badge (const char  *operator_name,
                         GError     **error)
{
  return new_code (ZM_LABEL_BADGE, operator_name, error);
}

ZmLabelCode *
zm_label_code_new_certificate (const char    *serial,
                               const guint8   hash[ZM_SHA256_LENGTH],
                               GError       **error)
{
  ZmLabelCode *code = new_code (ZM_LABEL_CERTIFICATE, serial, error);

  if (code != NULL)
    memcpy (code->hash, hash, ZM_SHA256_LENGTH);
  return code;
}

static gboolean
check_size (guint64   size,
            GError  **error)
{
  g_autofree char *seen = NULL;

  if (size >= 1 && size <= ZM_LABEL_CODE_SIZE_MAX)
    return TRUE;

  seen = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  return fail ("label.size", seen, "a number of records", error);
}

ZmLabelCode *
zm_label_code_new_head (const char    *origin,
                        guint64        size,
                        const guint8   root[ZM_SHA256_LENGTH],
                        ZmInstant      time,
                        GError       **error)
{
  g_autofree char *when = zm_instant_format (time);
  ZmLabelCode *code;

  if (!check_size (size, error))
    return NULL;
  code = new_code (ZM_LABEL_AUDIT_HEAD, origin, error);
  if (code == NULL)
    return NULL;

  memcpy (code->hash, root, ZM_SHA256_LENGTH);
  code->size = size;
  /* As it is spelled, without fractions. */
  if (!zm_instant_parse (when, &code->time))
    g_assert_not_reached ();

  return code;
}

void
zm_label_code_free (ZmLabelCode *code)
{
  if (code == NULL)
    return;

  g_free (code->name);
  g_free (code);
}

static char *
encode_name (const char *name)
{
  GString *text = g_string_new (NULL);

  for (; *name != '\0'; name++)
    {
      if (strchr (UNRESERVED, *name) != NULL)
        g_string_append_c (text, *name);
      else
        g_string_append_printf (text, "%%%02X", (guint8) *name);
    }

  return g_string_free (text, FALSE);
}

/* "2026-01-31T10:00:00Z" without what separates the fields of a label. */
static char *
encode_time (ZmInstant time)
{
  g_autofree char *text = zm_instant_format (time);
  g_auto(GStrv) parts = g_strsplit_set (text, "-:", -1);

  return g_strjoinv (NULL, parts);
}

char *
zm_label_code_format (const ZmLabelCode *code)
{
  g_autofree char *name = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *time = NULL;
  const char *letter;

  g_return_val_if_fail (code != NULL, NULL);

  name = encode_name (code->name);
  hash = zm_base32_encode (code->hash, sizeof code->hash);
  letter = kinds[code->kind].letter;
  switch (code->kind)
    {
    case ZM_LABEL_DEVICE:
    case ZM_LABEL_BADGE:
      return g_strjoin (":", WORD, VERSION, letter, name, NULL);
    case ZM_LABEL_CERTIFICATE:
      return g_strjoin (":", WORD, VERSION, letter, name, hash, NULL);
    case ZM_LABEL_AUDIT_HEAD:
      time = encode_time (code->time);
      return g_strdup_printf (WORD ":" VERSION ":%s:%" G_GUINT64_FORMAT ":%s:%s:%s", letter,
                              code->size, hash, time, name);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Only what UNRESERVED and "%XX" may be; whether it had to be so is for the spelling to show. */
static char *
decode_name (const char *field)
{
  char *name = g_uri_unescape_string (field, NULL);

  if (name != NULL && g_utf8_validate (name, -1, NULL))
    return name;

  g_free (name);
  return NULL;
}

static gboolean
decode_size (const char *field,
             guint64    *size)
{
  return field[0] != '0' &&
         g_ascii_string_to_unsigned (field, 10, 1, ZM_LABEL_CODE_SIZE_MAX, size, NULL);
}

/* YYYYMMDDTHHMMSSZ. */
static gboolean
decode_time (const char *field,
             ZmInstant  *time)
{
  g_autofree char *text = NULL;

  if (strlen (field) != strlen ("20260131T100000Z"))
    return FALSE;

  text = g_strdup_printf ("%.4s-%.2s-%.5s:%.2s:%.3s", field, field + 4, field + 6, field + 11,
                          field + 13);
  return zm_instant_parse (text, time);
}

static gboolean
read_name (ZmLabelCode  *code,
           const char   *field,
           GError      **error)
{
  code->name = decode_name (field);

  return (code->name != NULL && is_name (code->kind, code->name)) ||
         fail (kinds[code->kind].check, field, kinds[code->kind].expected, error);
}

static gboolean
read_hash (ZmLabelCode  *code,
           const char   *field,
           GError      **error)
{
  return zm_base32_decode (field, strlen (field), code->hash, sizeof code->hash) ||
         fail ("label.hash", field, "32 bytes in base32 without padding", error);
}

static gboolean
read_head (ZmLabelCode  *code,
           char        **fields,
           GError      **error)
{
  if (!decode_size (fields[0], &code->size))
    return fail ("label.size", fields[0], "a number of records", error);
  if (!read_hash (code, fields[1], error))
    return FALSE;
  if (!decode_time (fields[2], &code->time))
    return fail ("label.time", fields[2], "20260131T100000Z", error);

  return read_name (code, fields[3], error);
}

static gboolean
read_fields (ZmLabelCode  *code,
             char        **fields,
             GError      **error)
{
  if (code->kind == ZM_LABEL_AUDIT_HEAD)
    return read_head (code, fields, error);

  return read_name (code, fields[0], error) &&
         (code->kind != ZM_LABEL_CERTIFICATE || read_hash (code, fields[1], error));
}

static gboolean
find_kind (const char  *letter,
           ZmLabelKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].letter, letter) == 0)
        {
          *kind = (ZmLabelKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_printable (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (text[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_fields (char        **fields,
              ZmLabelKind  *kind,
              GError      **error)
{
  guint count = g_strv_length (fields);

  if (count <= FIELD_FIRST || strcmp (fields[FIELD_WORD], WORD) != 0)
    return fail ("label.form", NULL, WORD ":…", error);
  if (strcmp (fields[FIELD_VERSION], VERSION) != 0)
    return fail ("label.version", fields[FIELD_VERSION], VERSION, error);
  if (!find_kind (fields[FIELD_KIND], kind))
    return fail ("label.kind", fields[FIELD_KIND], "D, O, C or H", error);

  return count == kinds[*kind].fields ||
         fail ("label.form", "another number of parts", NULL, error);
}

ZmLabelCode *
zm_label_code_parse (const char  *text,
                     gsize        length,
                     GError     **error)
{
  g_autoptr(ZmLabelCode) code = g_new0 (ZmLabelCode, 1);
  g_autofree char *copy = NULL;
  g_autofree char *again = NULL;
  g_auto(GStrv) fields = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0 || length > ZM_LABEL_CODE_MAX || !is_printable (text, length))
    {
      fail ("label.form", NULL, WORD ":…", error);
      return NULL;
    }

  copy = g_strndup (text, length);
  fields = g_strsplit (copy, ":", FIELDS_MAX + 1);
  if (!check_fields (fields, &code->kind, error) ||
      !read_fields (code, fields + FIELD_FIRST, error))
    return NULL;

  again = zm_label_code_format (code);
  if (strcmp (again, copy) != 0)
    {
      fail ("label.form", "another spelling", "the one spelling of it", error);
      return NULL;
    }

  return g_steal_pointer (&code);
}
