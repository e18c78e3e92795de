#include "app/station/manifest.h"

#include "app/base/error.h"
#include "app/station/csv.h"

#include <string.h>

static ZmManifest *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  ZmManifest *manifest = zm_manifest_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return manifest;
}

static const ZmManifestRow *
row_at (ZmManifest *manifest,
        guint       i)
{
  g_assert_cmpuint (i, <, manifest->rows->len);
  return manifest->rows->pdata[i];
}

static void
test_reads_all_columns (void)
{
  g_autoptr(ZmManifest) manifest = parse (
    "\xef\xbb\xbf" "assetTag,label,deviceId,location,serialNumber,model\r\n"
                   "A-1,\"Bett 4, Süd \"\"links\"\"\",DEV-001,ICU 2,SN1,ZM-10\r\n"
                   "\r\n"
                   ",Bed 5,DEV-002,,,\r\n");
  const ZmManifestRow *first = row_at (manifest, 0);
  const ZmManifestRow *second = row_at (manifest, 1);

  g_assert_cmpuint (manifest->faults->len, ==, 0);
  g_assert_cmpuint (manifest->rows->len, ==, 2);
  g_assert_cmpuint (first->line, ==, 2);
  g_assert_cmpstr (first->device_id, ==, "DEV-001");
  g_assert_cmpstr (first->label, ==, "Bett 4, Süd \"links\"");
  g_assert_cmpstr (first->model, ==, "ZM-10");
  g_assert_cmpstr (first->serial_number, ==, "SN1");
  g_assert_cmpstr (first->location, ==, "ICU 2");
  g_assert_cmpstr (first->asset_tag, ==, "A-1");
  g_assert_cmpuint (second->line, ==, 4);
  g_assert_cmpstr (second->label, ==, "Bed 5");
  g_assert_null (second->model);
  g_assert_null (second->serial_number);
  g_assert_null (second->location);
  g_assert_null (second->asset_tag);
}

/* Line feeds alone, no line feed at the end, and only the columns that must be there. */
static void
test_reads_short_form (void)
{
  g_autoptr(ZmManifest) manifest = parse ("deviceId,label\nA,One\nB,\"Two\"");

  g_assert_cmpuint (manifest->faults->len, ==, 0);
  g_assert_cmpuint (manifest->rows->len, ==, 2);
  g_assert_cmpstr (row_at (manifest, 1)->device_id, ==, "B");
  g_assert_cmpstr (row_at (manifest, 1)->label, ==, "Two");
}

static void
test_header_alone_is_empty (void)
{
  g_autoptr(ZmManifest) manifest = parse ("deviceId,label\n");

  g_assert_cmpuint (manifest->rows->len, ==, 0);
  g_assert_cmpuint (manifest->faults->len, ==, 0);
}

typedef struct {
  const char *name;
  const char *line;
  const char *check;
  const char *column;
  const char *seen;
} LineCase;

/* Each stands as line 2 under deviceId,label,model. */
static const LineCase line_cases[] = {
  { "formula-equals", "D,\"=1+1\",", "manifest.formula", "label", "=1+1" },
  { "formula-plus", "D,+1,", "manifest.formula", "label", "+1" },
  { "formula-minus", "D,x,-1", "manifest.formula", "model", "-1" },
  { "formula-at", "D,@x,", "manifest.formula", "label", "@x" },
  { "formula-tab", "D,\tx,", "manifest.formula", "label", "\tx" },
  { "formula-return", "D,\rx,", "manifest.formula", "label", "\rx" },
  { "formula-id", "=D,x,", "manifest.formula", "deviceId", "=D" },
  { "id-empty", ",x,", "device.id", "deviceId", "" },
  { "id-space", " D,x,", "device.id", "deviceId", " D" },
  { "label-empty", "D,,", "device.label", "label", "" },
  { "label-bidi", "D,a\xe2\x80\xae,", "device.label", "label", "a\xe2\x80\xae" },
  { "label-lines", "D,\"a\nb\",", "device.label", "label", "a\nb" },
  { "model-control", "D,x,a\x01", "manifest.text", "model", "a\x01" },
  { "few", "D,x", "manifest.columns", NULL, "2 fields" },
  { "many", "D,x,y,z", "manifest.columns", NULL, "4 fields" },
  { "quote-within", "D,x\"y,", "manifest.quote", NULL, NULL },
  { "quote-after", "D,\"x\"y,", "manifest.quote", NULL, NULL },
  { "quote-open", "D,\"x,", "manifest.quote", NULL, NULL },
  { "again", "GOOD,x,", "manifest.duplicate", "deviceId", "GOOD" },
};

static void
test_names_bad_line (gconstpointer data)
{
  const LineCase *bad = data;
  g_autofree char *text =
    g_strdup_printf ("deviceId,label,model\nGOOD,x,\n%s\nLAST,x,\n", bad->line);
  g_autoptr(ZmManifest) manifest = parse (text);
  const ZmManifestFault *fault;

  g_assert_cmpuint (manifest->faults->len, ==, 1);
  fault = manifest->faults->pdata[0];
  g_assert_cmpuint (fault->line, ==, 3);
  g_assert_cmpstr (fault->check, ==, bad->check);
  g_assert_cmpstr (fault->column, ==, bad->column);
  g_assert_cmpstr (fault->seen, ==, bad->seen);
  g_assert_nonnull (fault->expected);
  /* The good lines around it are still seen. */
  g_assert_cmpuint (manifest->rows->len, ==, 2);
  g_assert_cmpstr (row_at (manifest, 1)->device_id, ==, "LAST");
}

static void
test_names_every_fault (void)
{
  g_autoptr(ZmManifest) manifest = parse ("deviceId,label\n"
                                          "bad id,=x\n"
                                          "A,\n"
                                          "A,x\n"
                                          "B,\"y\n"
                                          "C\n");
  static const guint lines[] = { 2, 2, 3, 4, 5, 6 };
  static const char *const checks[] = {
    "device.id", "manifest.formula", "device.label", "manifest.duplicate", "manifest.quote",
    "manifest.columns",
  };

  g_assert_cmpuint (manifest->rows->len, ==, 0);
  g_assert_cmpuint (manifest->faults->len, ==, G_N_ELEMENTS (lines));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const ZmManifestFault *fault = manifest->faults->pdata[i];

      g_assert_cmpuint (fault->line, ==, lines[i]);
      g_assert_cmpstr (fault->check, ==, checks[i]);
    }
}

static void
test_cuts_seen_between_characters (void)
{
  g_autoptr(GString) text = g_string_new ("deviceId,label\nD,=");
  g_autoptr(ZmManifest) manifest = NULL;
  const ZmManifestFault *fault;

  for (guint i = 0; i < 300; i++)
    g_string_append (text, "ü");
  manifest = parse (text->str);
  fault = manifest->faults->pdata[0];
  g_assert_true (g_utf8_validate (fault->seen, -1, NULL));
  g_assert_cmpuint (strlen (fault->seen), <=, 200);
}

typedef struct {
  const char *name;
  const char *data;
  gsize       length;
  const char *check;
  const char *seen;
} FileCase;

#define BYTES(text) text, sizeof text - 1

static const FileCase file_cases[] = {
  { "empty", BYTES (""), "manifest.header", "" },
  { "nothing", NULL, 0, "manifest.header", "" },
  { "semicolons", BYTES ("deviceId;label\nA;B\n"), "manifest.header", "deviceId;label" },
  { "no-header", BYTES ("DEV-1,Bed\n"), "manifest.header", "DEV-1" },
  { "no-label", BYTES ("deviceId,model\n"), "manifest.header", "" },
  { "no-device-id", BYTES ("label\n"), "manifest.header", "" },
  { "unknown-column", BYTES ("deviceId,label,colour\n"), "manifest.header", "colour" },
  { "column-twice", BYTES ("deviceId,label,deviceId\n"), "manifest.header", "deviceId" },
  { "old-mac", BYTES ("deviceId,label\rA,B\r"), "manifest.header", "label\rA" },
  { "utf-16-le", BYTES ("\xff\xfe" "d\0e\0"), "manifest.encoding", "UTF-16 (little-endian)" },
  { "utf-16-be", BYTES ("\xfe\xff\0d\0e"), "manifest.encoding", "UTF-16 (big-endian)" },
  { "utf-16-le-bare", BYTES ("d\0e\0v\0"), "manifest.encoding", "UTF-16 (little-endian)" },
  { "utf-16-be-bare", BYTES ("\0d\0e\0v"), "manifest.encoding", "UTF-16 (big-endian)" },
  { "utf-32-le", BYTES ("\xff\xfe\0\0d\0\0\0"), "manifest.encoding", "UTF-32 (little-endian)" },
  { "utf-32-be", BYTES ("\0\0\xfe\xff\0\0\0d"), "manifest.encoding", "UTF-32 (big-endian)" },
  { "utf-7", BYTES ("+/v8-deviceId"), "manifest.encoding", "UTF-7" },
  { "gb18030", BYTES ("\x84\x31\x95\x33" "deviceId"), "manifest.encoding", "GB18030" },
  { "latin-1", BYTES ("deviceId,label\nA,S\xfc" "d\n"), "manifest.encoding",
    "ISO 8859 or a Windows code page" },
  { "zero", BYTES ("deviceId,label\nA,B\0C\n"), "manifest.encoding", "no text" },
};

static void
test_refuses_file (gconstpointer data)
{
  const FileCase *bad = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmManifest) manifest = zm_manifest_parse (bad->data, bad->length, &error);

  g_assert_null (manifest);
  g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
  g_assert_cmpstr (zm_error_get_check (error), ==, bad->check);
  g_assert_cmpstr (zm_error_get_seen (error), ==, bad->seen);
}

static GString *
make_rows (guint count)
{
  GString *text = g_string_new ("deviceId,label,location\r\n");

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "DEV-%06u,\"Monitor %u, ward\",ICU\r\n", i, i);

  return text;
}

static void
test_largest_list (void)
{
  g_autoptr(GString) text = make_rows (ZM_MANIFEST_ROWS_MAX);
  g_autoptr(ZmManifest) manifest = parse (text->str);

  g_assert_cmpuint (manifest->rows->len, ==, ZM_MANIFEST_ROWS_MAX);
  g_assert_cmpuint (manifest->faults->len, ==, 0);
  g_assert_cmpstr (row_at (manifest, ZM_MANIFEST_ROWS_MAX - 1)->device_id, ==, "DEV-099999");
}

static void
test_too_large_list (void)
{
  g_autoptr(GString) rows = make_rows (ZM_MANIFEST_ROWS_MAX + 1);
  g_autofree char *bytes = g_strnfill (ZM_MANIFEST_MAX + 1, 'a');
  g_autoptr(GError) rows_error = NULL;
  g_autoptr(GError) size_error = NULL;

  g_assert_null (zm_manifest_parse (rows->str, rows->len, &rows_error));
  g_assert_cmpstr (zm_error_get_check (rows_error), ==, "manifest.rows");
  g_assert_null (zm_manifest_parse (bytes, ZM_MANIFEST_MAX + 1, &size_error));
  g_assert_cmpstr (zm_error_get_check (size_error), ==, "manifest.size");
}

/* Whatever the quotes, the parser ends, and in time that grows with the text only. */
static void
test_hostile_quotes (void)
{
  static const char *const pieces[] = { "\"", "\"\"", "a\"", "\"a\n", "\"\n", "a,\"\"\"\n", ",\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new ("deviceId,label\n");
      g_autoptr(ZmManifest) manifest = NULL;

      for (guint k = 0; k < 50000; k++)
        g_string_append (text, pieces[i]);
      manifest = parse (text->str);
      g_assert_cmpuint (manifest->rows->len, ==, 0);
      g_assert_cmpuint (manifest->faults->len, >, 0);
    }
}

/* What is written is read again as it was, but for what a spreadsheet would take for a formula. */
static void
test_written_fields (void)
{
  static const char *const fields[][2] = {
    { "plain", "plain" }, { "a,b", "a,b" }, { "say \"x\"", "say \"x\"" }, { "two\r\nlines", "two\r\nlines" },
    { "", "" }, { "=1+2", "'=1+2" }, { "+1", "'+1" }, { "-1", "'-1" }, { "@x", "'@x" },
    { "\t=1", "'\t=1" }, { "\r=1", "'\r=1" }, { "1=2", "1=2" },
  };
  const char *written[G_N_ELEMENTS (fields) + 1] = { NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  ZmCsv csv;
  guint line;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    written[i] = fields[i][0];
  zm_csv_append (text, written);
  zm_csv_init (&csv, text->str, text->len);

  g_assert_cmpint (zm_csv_next (&csv, read, &line), ==, ZM_CSV_RECORD);
  g_assert_cmpuint (read->len, ==, G_N_ELEMENTS (fields));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (read->pdata[i], ==, fields[i][1]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/manifest/all-columns", test_reads_all_columns);
  g_test_add_func ("/csv/written-fields", test_written_fields);
  g_test_add_func ("/manifest/short-form", test_reads_short_form);
  g_test_add_func ("/manifest/header-alone", test_header_alone_is_empty);
  for (gsize i = 0; i < G_N_ELEMENTS (line_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/manifest/line/%s", line_cases[i].name);

      g_test_add_data_func (path, &line_cases[i], test_names_bad_line);
    }
  g_test_add_func ("/manifest/every-fault", test_names_every_fault);
  g_test_add_func ("/manifest/seen", test_cuts_seen_between_characters);
  for (gsize i = 0; i < G_N_ELEMENTS (file_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/manifest/file/%s", file_cases[i].name);

      g_test_add_data_func (path, &file_cases[i], test_refuses_file);
    }
  g_test_add_func ("/manifest/largest", test_largest_list);
  g_test_add_func ("/manifest/too-large", test_too_large_list);
  g_test_add_func ("/manifest/hostile-quotes", test_hostile_quotes);

  return g_test_run ();
}
