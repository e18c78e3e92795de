#include "config.h"

#include "app/station/audit-export.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/base/join.h"
#include "app/base/text.h"
#include "app/labels/report-pdf.h"
#include "app/station/audit-filter-words.h"
#include "app/station/audit-sentence.h"
#include "app/station/csv.h"
#include "app/station/time-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ACTION    "audit.exported"
#define MODE      0600
#define TELL_ROWS 256

/* What is written with every record. */
typedef struct {
  const ZmAuditFilter *filter;
  ZmStation *station;
  ZmDatabase *database; /* a connection of its own: nobody waits for it */
  const ZmAuditWatch *watch;
  GArray *seqs;         /* gint64, the newest first */
  char *draft;          /* once it is there */
  FILE *file;
  ZmReportPdf *pdf;     /* of a PDF alone */
  ZmAuditRecord *head;  /* the last row of the log */
} Export;

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->pdf, zm_report_pdf_free);
  g_clear_pointer (&self->seqs, g_array_unref);
  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->head, zm_audit_record_free);
  g_clear_pointer (&self->file, fclose);
  g_clear_pointer (&self->draft, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static const struct {
  const char *name;
  guint max; /* records; 0: any number */
} formats[] = {
  [ZM_AUDIT_FORMAT_CSV] = { "csv", 0 },
  [ZM_AUDIT_FORMAT_JSON] = { "json", 0 },
  [ZM_AUDIT_FORMAT_PDF] = { "pdf", ZM_AUDIT_EXPORT_PDF_MAX },
};

const char *
zm_audit_export_format_name (ZmAuditFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), NULL);

  return formats[format].name;
}

gboolean
zm_audit_export_format_parse (const char    *name,
                              ZmAuditFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (g_strcmp0 (name, formats[i].name) == 0)
        {
          *format = (ZmAuditFormat) i;
          return TRUE;
        }
    }

  return FALSE;
}

/* What cannot be written shows at the end, when the file is closed. */
static void
put (Export     *self,
     const char *text)
{
  fputs (text, self->file);
}

/* --- CSV --- */

static const char *const csv_columns[] = {
  "seq", "time", "actor", "role", "desk", "port", "session", "device", "action", "outcome", "detail",
  "prev_hash", "hash", NULL,
};

static void
put_cells (Export            *self,
           const char *const *cells)
{
  g_autoptr(GString) line = g_string_new (NULL);

  zm_csv_append (line, cells);
  put (self, line->str);
}

static void
begin_csv (Export *self)
{
  put_cells (self, csv_columns);
}

static char *
format_cell (const json_t *row,
             const char   *column)
{
  const json_t *value = json_object_get (row, column);
  char *dumped;
  char *text;

  if (value == NULL)
    return g_strdup ("");
  if (json_is_string (value))
    return g_strdup (json_string_value (value));

  dumped = json_dumps (value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  text = g_strdup (dumped);
  free (dumped);
  return text;
}

static void
put_csv (Export              *self,
         const ZmAuditRecord *record)
{
  g_autoptr(json_t) row = zm_audit_record_to_json (record);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; csv_columns[i] != NULL; i++)
    g_ptr_array_add (cells, format_cell (row, csv_columns[i]));
  g_ptr_array_add (cells, NULL);
  put_cells (self, (const char *const *) cells->pdata);
}

/* --- JSON --- */

static void
put_json_value (Export       *self,
                const json_t *value)
{
  char *text = json_dumps (value, JSON_COMPACT | JSON_SORT_KEYS);

  put (self, text);
  free (text);
}

static json_t *
describe_verified (Export *self)
{
  g_auto(ZmAuditVerified) verified = { 0 };
  g_autofree char *time = NULL;

  if (!zm_audit_desk_last_verified (self->database, &verified, NULL) || verified.records == 0)
    return json_null ();

  time = zm_instant_format_micros (verified.time);
  return json_pack ("{s:I, s:s, s:s}", "records", (json_int_t) verified.records, "time", time, "by",
                    verified.actor);
}

static void
begin_json (Export *self)
{
  g_autofree char *filter = zm_audit_filter_describe (self->filter);
  g_autofree char *now = zm_instant_format_micros (zm_instant_now ());
  g_autoptr(json_t) about = json_pack ("{s:s, s:s, s:I, s:I, s:s, s:o}", "time", now, "filter", filter,
                                       "records", (json_int_t) self->seqs->len, "lastSeq",
                                       (json_int_t) self->head->seq, "head", self->head->hash,
                                       "lastVerified", describe_verified (self));

  put (self, "{\"export\":");
  put_json_value (self, about);
  put (self, ",\"records\":[\n");
}

static void
put_json (Export              *self,
          const ZmAuditRecord *record)
{
  g_autoptr(json_t) row = zm_audit_record_to_json (record);

  put_json_value (self, row);
  /* The newest is the last. */
  put (self, record->seq == g_array_index (self->seqs, gint64, 0) ? "\n" : ",\n");
}

static gboolean
end_json (Export  *self,
          GError **error)
{
  put (self, "]}\n");
  return TRUE;
}

/* --- PDF --- */

static gboolean
write_cb (const guint8 *bytes,
          gsize         length,
          gpointer      data)
{
  return fwrite (bytes, 1, length, data) == length;
}

static void
add_fact (Export     *self,
          const char *title,
          const char *text)
{
  g_autofree char *line = zm_join_pair (title, text);

  zm_report_pdf_add_line (self->pdf, line);
}

static void
add_integrity (Export *self)
{
  g_auto(ZmAuditVerified) verified = { 0 };
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (!zm_audit_desk_last_verified (self->database, &verified, NULL) || verified.records == 0)
    {
      add_fact (self, _("Integrity"), _("never verified"));
      return;
    }

  time = zm_time_words_format (verified.time);
  text = g_strdup_printf (_("intact up to record %" PRId64 ", verified %s by %s"),
                          verified.records, time, verified.actor);
  add_fact (self, _("Integrity"), text);
}

static void
begin_pdf (Export *self)
{
  const ZmReportColumn columns[] = {
    { _("Number"), 0.09 },
    { _("Time"), 0.17 },
    { _("Who"), 0.12 },
    { _("What"), 0.50 },
    { _("Outcome"), 0.12 },
  };
  g_autofree char *filter = zm_audit_filter_words_line (self->filter);
  g_autofree char *now = zm_time_words_format (zm_instant_now ());
  g_autofree char *count = g_strdup_printf ("%u", self->seqs->len);
  g_autofree char *head = g_strdup_printf ("%" PRId64 " · %s", self->head->seq,
                                           self->head->hash);

  self->pdf = zm_report_pdf_new (_("Audit Log"), columns, G_N_ELEMENTS (columns), write_cb,
                                 self->file);
  add_fact (self, _("Desk"), self->head->desk);
  add_fact (self, _("Exported"), now);
  add_fact (self, _("Filter"), filter);
  add_fact (self, _("Records"), count);
  add_integrity (self);
  add_fact (self, _("Head of the log"), head);
}

static void
put_pdf (Export              *self,
         const ZmAuditRecord *record)
{
  g_autofree char *seq = g_strdup_printf ("%" PRId64, record->seq);
  g_autofree char *time = zm_time_words_format_log (record->time);
  g_autofree char *actor = zm_text_escape (record->actor, -1);
  g_autofree char *sentence = zm_audit_sentence_tell (record);
  const char *const cells[] = { seq, time, actor, sentence,
                                zm_audit_filter_words_outcome (record->outcome) };

  zm_report_pdf_add_row (self->pdf, cells);
}

static gboolean
end_pdf (Export  *self,
         GError **error)
{
  return zm_report_pdf_finish (self->pdf, error);
}

/* --- All of them --- */

static const struct {
  void (*begin) (Export *self);
  void (*put) (Export              *self,
               const ZmAuditRecord *record);
  gboolean (*end) (Export  *self,
                   GError **error);
} writers[] = {
  [ZM_AUDIT_FORMAT_CSV] = { begin_csv, put_csv, NULL },
  [ZM_AUDIT_FORMAT_JSON] = { begin_json, put_json, end_json },
  [ZM_AUDIT_FORMAT_PDF] = { begin_pdf, put_pdf, end_pdf },
};

static gboolean
open_log (Export  *self,
          GError **error)
{
  g_autofree char *path = g_build_filename (zm_station_get_directory (self->station),
                                            ZM_STATION_DATABASE_FILE, NULL);
  g_autoptr(GPtrArray) last = NULL;

  self->database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_ONLY, error);
  last = self->database != NULL ? zm_audit_query_list (self->database, NULL, 0, 1, error) : NULL;
  if (last == NULL)
    return FALSE;
  if (last->len > 0)
    {
      self->head = g_ptr_array_steal_index (last, 0);
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_CORRUPT, "audit.tail", "0", "1", "The audit log is empty");
  return FALSE;
}

static gboolean
check_size (const Export   *self,
            ZmAuditFormat   format,
            GError        **error)
{
  g_autofree char *seen = g_strdup_printf ("%u", self->seqs->len);
  g_autofree char *expected = g_strdup_printf ("at most %u records", formats[format].max);

  if (formats[format].max == 0 || self->seqs->len <= formats[format].max)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "audit.export-size", seen, expected,
                "These are too many records for a PDF");
  return FALSE;
}

static gboolean
put_records (Export         *self,
             ZmAuditFormat   format,
             GError        **error)
{
  const ZmAuditWatch *watch = self->watch;

  for (guint i = self->seqs->len; i > 0; i--)
    {
      g_autoptr(ZmAuditRecord) record =
        zm_audit_query_get (self->database, g_array_index (self->seqs, gint64, i - 1), error);

      if (record == NULL)
        return FALSE;
      writers[format].put (self, record);
      if (i % TELL_ROWS != 0 || watch == NULL)
        continue;
      if (g_cancellable_set_error_if_cancelled (watch->cancellable, error))
        return FALSE;
      if (watch->progress != NULL)
        watch->progress (self->seqs->len - i, self->seqs->len, watch->data);
    }

  return TRUE;
}

static gboolean
fail_write (const char  *path,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be written", path);
  return FALSE;
}

static gboolean
open_draft (Export      *self,
            const char  *path,
            GError     **error)
{
  g_autofree char *draft = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (draft, O_WRONLY | O_CLOEXEC, MODE);

  if (fd < 0)
    return fail_write (path, error);

  self->draft = g_steal_pointer (&draft);
  self->file = fdopen (fd, "w");
  return TRUE;
}

static gboolean
close_draft (Export      *self,
             const char  *path,
             GError     **error)
{
  gboolean ok = fflush (self->file) == 0 && !ferror (self->file) &&
                fsync (fileno (self->file)) == 0;

  ok = fclose (g_steal_pointer (&self->file)) == 0 && ok;
  return ok || fail_write (path, error);
}

static gboolean
write_draft (Export         *self,
             ZmAuditFormat   format,
             const char     *path,
             GError        **error)
{
  if (!open_log (self, error))
    return FALSE;
  self->seqs = zm_audit_query_find (self->database, self->filter, NULL, NULL,
                                    self->watch != NULL ? self->watch->cancellable : NULL, error);
  if (self->seqs == NULL || !check_size (self, format, error) || !open_draft (self, path, error))
    return FALSE;

  writers[format].begin (self);
  return put_records (self, format, error) &&
         (writers[format].end == NULL || writers[format].end (self, error)) &&
         close_draft (self, path, error);
}

static json_t *
describe (const ZmAuditFilter *filter,
          ZmAuditFormat        format)
{
  g_autofree char *line = zm_audit_filter_describe (filter);

  return json_pack ("{s:s, s:s}", "format", formats[format].name, "filter", line);
}

/* On record between the draft and its name, as with labels. */
static gboolean
publish (Export         *self,
         ZmAuditFormat   format,
         const char     *path,
         gboolean        replace,
         GError        **error)
{
  ZmStationEvent event = { .action = ACTION, .detail = describe (self->filter, format) };

  json_object_set_new (event.detail, "records", json_integer (self->seqs->len));
  if (!zm_station_record_alone (self->station, &event, error))
    return FALSE;

  return renameat2 (AT_FDCWD, self->draft, AT_FDCWD, path, replace ? 0 : RENAME_NOREPLACE) == 0 ||
         fail_write (path, error);
}

static gboolean
check_may (ZmStation   *station,
           const char  *path,
           gboolean     replace,
           GError     **error)
{
  ZmSignerClient *signer = zm_station_need_signer (station, error);

  if (signer == NULL ||
      !zm_signer_client_check_role (signer, ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR |
                                    ZM_ROLE_AUDITOR, error))
    return FALSE;
  if (replace || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", path, "a name that is free",
                "The file “%s” is there already", path);
  return FALSE;
}

static gboolean
export_all (Export         *self,
            ZmAuditFormat   format,
            const char     *path,
            gboolean        replace,
            GError        **error)
{
  gboolean ok = check_may (self->station, path, replace, error) &&
                write_draft (self, format, path, error) &&
                publish (self, format, path, replace, error);

  if (!ok && self->draft != NULL)
    (void) g_unlink (self->draft);

  return ok;
}

gboolean
zm_audit_export_write (ZmStation            *station,
                       const ZmAuditFilter  *filter,
                       ZmAuditFormat         format,
                       const char           *path,
                       gboolean              replace,
                       const ZmAuditWatch   *watch,
                       guint                *records,
                       GError              **error)
{
  g_auto(Export) export = { .station = station, .filter = filter, .watch = watch };
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (path != NULL && (gsize) format < G_N_ELEMENTS (formats), FALSE);

  if (export_all (&export, format, path, replace, &refusal))
    {
      *records = export.seqs->len;
      zm_station_notify (station, "audit");
      return TRUE;
    }

  if (!g_error_matches (refusal, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zm_station_record_refusal (station,
                               &(ZmStationEvent) {
      .action = ACTION,
      .outcome = ZM_AUDIT_FAILURE,
      .detail = describe (filter, format),
    },
                               refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
