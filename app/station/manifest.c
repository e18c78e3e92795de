#include "app/station/manifest.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/pki/digest.h"
#include "app/station/csv.h"

#include <string.h>

#define SEEN_MAX 200 /* bytes of a foreign value that a fault keeps */

typedef struct {
  const char *name;
  gsize       offset; /* of the member in ZmManifestRow */
  gboolean    required;
} Column;

static const Column columns[] = {
  { "deviceId", offsetof (ZmManifestRow, device_id), TRUE },
  { "label", offsetof (ZmManifestRow, label), TRUE },
  { "model", offsetof (ZmManifestRow, model), FALSE },
  { "serialNumber", offsetof (ZmManifestRow, serial_number), FALSE },
  { "location", offsetof (ZmManifestRow, location), FALSE },
  { "assetTag", offsetof (ZmManifestRow, asset_tag), FALSE },
};

typedef struct {
  ZmManifest   *manifest;
  ZmCsv         csv;
  GPtrArray    *fields;
  const Column *layout[G_N_ELEMENTS (columns)]; /* what each field of a line is */
  gsize         width;
  GHashTable   *lines; /* deviceId → the line where it stands first, good or bad */
} Reader;

static void
free_row (ZmManifestRow *row)
{
  g_free (row->device_id);
  g_free (row->label);
  g_free (row->model);
  g_free (row->serial_number);
  g_free (row->location);
  g_free (row->asset_tag);
  g_free (row);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmManifestRow, free_row)

static void
free_fault (ZmManifestFault *fault)
{
  g_free (fault->check);
  g_free (fault->column);
  g_free (fault->seen);
  g_free (fault->expected);
  g_free (fault);
}

/* The head of a text, cut between two characters. */
static char *
cut (const char *text)
{
  char *head = g_strndup (text, SEEN_MAX);
  const char *end;

  if (!g_utf8_validate (head, -1, &end))
    head[end - head] = '\0';

  return head;
}

void
zm_manifest_add_fault (ZmManifest *manifest,
                       guint       line,
                       const char *check,
                       const char *column,
                       const char *seen,
                       const char *expected)
{
  ZmManifestFault *fault;

  g_return_if_fail (manifest != NULL);
  g_return_if_fail (check != NULL);

  fault = g_new0 (ZmManifestFault, 1);
  fault->line = line;
  fault->check = g_strdup (check);
  fault->column = g_strdup (column);
  fault->seen = seen != NULL ? cut (seen) : NULL;
  fault->expected = g_strdup (expected);
  g_ptr_array_add (manifest->faults, fault);
}

static char **
peek_member (ZmManifestRow *row,
             const Column  *column)
{
  return (char **) G_STRUCT_MEMBER_P (row, column->offset);
}

static gboolean
check_cell (const Column  *column,
            const char    *cell,
            GError       **error)
{
  if (zm_csv_is_formula (cell))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "manifest.formula", cell,
                    "a text that does not begin with = + - @ or a control character",
                    "This cell would be a formula in a spreadsheet");
      return FALSE;
    }
  if (column->offset == offsetof (ZmManifestRow, device_id))
    return zm_device_id_check (cell, error);
  if (column->offset == offsetof (ZmManifestRow, label))
    return zm_device_label_check (cell, error);

  return zm_device_text_check (cell, ZM_MANIFEST_CELL_MAX, "manifest.text", error);
}

static const Column *
find_column (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (strcmp (columns[i].name, name) == 0)
        return &columns[i];
    }

  return NULL;
}

gboolean
zm_manifest_check_cell (const char  *column,
                        const char  *cell,
                        GError     **error)
{
  const Column *known;

  g_return_val_if_fail (column != NULL, FALSE);

  known = find_column (column);
  g_return_val_if_fail (known != NULL, FALSE);

  return check_cell (known, cell != NULL ? cell : "", error);
}

static gboolean
take_cell (Reader        *reader,
           ZmManifestRow *row,
           const Column  *column,
           const char    *cell)
{
  g_autoptr(GError) error = NULL;

  if (!check_cell (column, cell, &error))
    {
      zm_manifest_add_fault (reader->manifest, row->line, zm_error_get_check (error),
                             column->name, zm_error_get_seen (error),
                             zm_error_get_expected (error));
      return FALSE;
    }

  if (*cell != '\0')
    *peek_member (row, column) = g_strdup (cell);
  return TRUE;
}

static gboolean
note_device (Reader              *reader,
             const ZmManifestRow *row)
{
  gpointer first = g_hash_table_lookup (reader->lines, row->device_id);
  g_autofree char *expected = NULL;

  if (first == NULL)
    {
      g_hash_table_insert (reader->lines, g_strdup (row->device_id), GUINT_TO_POINTER (row->line));
      return TRUE;
    }

  expected = g_strdup_printf ("each device once; it stands in line %u", GPOINTER_TO_UINT (first));
  zm_manifest_add_fault (reader->manifest, row->line, "manifest.duplicate", "deviceId",
                         row->device_id, expected);
  return FALSE;
}

static void
take_record (Reader *reader,
             guint   line)
{
  g_autoptr(ZmManifestRow) row = NULL;
  gboolean good = TRUE;

  if (reader->fields->len != reader->width)
    {
      g_autofree char *seen = g_strdup_printf ("%u fields", reader->fields->len);
      g_autofree char *expected = g_strdup_printf ("%" G_GSIZE_FORMAT " fields", reader->width);

      zm_manifest_add_fault (reader->manifest, line, "manifest.columns", NULL, seen, expected);
      return;
    }

  row = g_new0 (ZmManifestRow, 1);
  row->line = line;
  for (guint i = 0; i < reader->fields->len; i++)
    good = take_cell (reader, row, reader->layout[i], reader->fields->pdata[i]) && good;
  if (row->device_id != NULL)
    good = note_device (reader, row) && good;
  if (good)
    g_ptr_array_add (reader->manifest->rows, g_steal_pointer (&row));
}

/* Lines with nothing in them, as many programs leave them at the end. */
static gboolean
is_blank (GPtrArray *fields)
{
  return fields->len == 1 && *(const char *) fields->pdata[0] == '\0';
}

static gboolean
read_records (Reader  *reader,
              GError **error)
{
  guint count = 0;
  guint line;
  ZmCsvResult result;

  while ((result = zm_csv_next (&reader->csv, reader->fields, &line)) != ZM_CSV_END)
    {
      if (result == ZM_CSV_RECORD && is_blank (reader->fields))
        continue;
      if (++count > ZM_MANIFEST_ROWS_MAX)
        {
          zm_error_set (error, ZM_ERROR_INVALID, "manifest.rows", "more lines",
                        "at most 100000 devices", "The list has too many lines");
          return FALSE;
        }
      if (result == ZM_CSV_RECORD)
        take_record (reader, line);
      else
        zm_manifest_add_fault (reader->manifest, line, "manifest.quote", NULL, NULL,
                               "quotes around a whole field, doubled within (RFC 4180)");
    }

  return TRUE;
}

static gboolean
refuse_header (const char  *seen,
               const char  *expected,
               GError     **error)
{
  g_autofree char *head = cut (seen);

  zm_error_set (error, ZM_ERROR_INVALID, "manifest.header", head, expected,
                "The first line does not name the columns");
  return FALSE;
}

static gboolean
has_column (const Reader *reader,
            const Column *column)
{
  for (gsize i = 0; i < reader->width; i++)
    {
      if (reader->layout[i] == column)
        return TRUE;
    }

  return FALSE;
}

static gboolean
take_header (Reader  *reader,
             GError **error)
{
  for (guint i = 0; i < reader->fields->len; i++)
    {
      const char *name = reader->fields->pdata[i];
      const Column *column = find_column (name);

      if (column == NULL)
        return refuse_header (name,
                              "deviceId,label,model,serialNumber,location,assetTag (in any order, "
                              "with commas between them)", error);
      if (has_column (reader, column))
        return refuse_header (name, "each column once", error);
      reader->layout[reader->width++] = column;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (columns[i].required && !has_column (reader, &columns[i]))
        return refuse_header ("", columns[i].name, error);
    }

  return TRUE;
}

static gboolean
read_header (Reader  *reader,
             GError **error)
{
  guint line;

  switch (zm_csv_next (&reader->csv, reader->fields, &line))
    {
    case ZM_CSV_RECORD:
      return take_header (reader, error);
    case ZM_CSV_BROKEN:
      return refuse_header ("\"", "quotes around a whole field", error);
    case ZM_CSV_END:
    default:
      return refuse_header ("", "deviceId,label", error);
    }
}

typedef struct {
  const char *name;
  const char *mark;
  gsize       length;
} ByteOrderMark;

/* UTF-32 before UTF-16, whose mark it begins with. */
static const ByteOrderMark marks[] = {
  { "UTF-32 (little-endian)", "\xff\xfe\0\0", 4 },
  { "UTF-32 (big-endian)", "\0\0\xfe\xff", 4 },
  { "UTF-16 (little-endian)", "\xff\xfe", 2 },
  { "UTF-16 (big-endian)", "\xfe\xff", 2 },
  { "UTF-7", "+/v", 3 },
  { "GB18030", "\x84\x31\x95\x33", 4 },
  { "UTF-EBCDIC", "\xdd\x73\x66\x73", 4 },
};

/* NULL if it is UTF-8, with or without its mark. */
static const char *
name_other_encoding (const char *data,
                     gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (length >= marks[i].length && memcmp (data, marks[i].mark, marks[i].length) == 0)
        return marks[i].name;
    }

  if (length >= 2 && (data[0] == '\0') != (data[1] == '\0'))
    return data[0] == '\0' ? "UTF-16 (big-endian)" : "UTF-16 (little-endian)";
  if (length > 0 && memchr (data, '\0', length) != NULL)
    return "no text";
  if (!g_utf8_validate_len (data, length, NULL))
    return "ISO 8859 or a Windows code page";

  return NULL;
}

static gboolean
check_file (const char  *data,
            gsize        length,
            GError     **error)
{
  const char *encoding;

  if (length > ZM_MANIFEST_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "manifest.size", "more bytes",
                    "at most 16 MiB", "The list is too large");
      return FALSE;
    }

  encoding = name_other_encoding (data, length);
  if (encoding != NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "manifest.encoding", encoding, "UTF-8",
                    "The list is in another encoding; save it as CSV in UTF-8");
      return FALSE;
    }

  return TRUE;
}

ZmManifest *
zm_manifest_parse (const char  *data,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(ZmManifest) manifest = NULL;
  g_autoptr(GPtrArray) fields = NULL;
  g_autoptr(GHashTable) lines = NULL;
  Reader reader = { 0 };
  gsize mark;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  /* An empty file comes as NULL. */
  data = data != NULL ? data : "";
  if (!check_file (data, length, error))
    return NULL;

  manifest = g_new0 (ZmManifest, 1);
  manifest->sha256 = zm_digest_sha256_hex (data, length);
  manifest->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  manifest->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) free_fault);
  fields = g_ptr_array_new_with_free_func (g_free);
  lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader.manifest = manifest;
  reader.fields = fields;
  reader.lines = lines;

  mark = length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  zm_csv_init (&reader.csv, data + mark, length - mark);
  if (!read_header (&reader, error) || !read_records (&reader, error))
    return NULL;

  return g_steal_pointer (&manifest);
}

void
zm_manifest_free (ZmManifest *manifest)
{
  if (manifest == NULL)
    return;

  g_free (manifest->sha256);
  g_clear_pointer (&manifest->rows, g_ptr_array_unref);
  g_clear_pointer (&manifest->faults, g_ptr_array_unref);
  g_free (manifest);
}
