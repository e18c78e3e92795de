#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A list on A4 pages as a PDF: a title and what the list is at the beginning, then rows of wrapped
 * cells, with the titles of the columns and the number on every page. Whatever its length, it is
 * written as it grows. */
typedef struct _ZmReportPdf ZmReportPdf;

typedef struct {
  const char *title; /* borrowed for as long as the report */
  double      share; /* of the width; the shares of all columns make 1.0 */
} ZmReportColumn;

/* FALSE makes the report fail. */
typedef gboolean (*ZmReportWrite) (const guint8 *bytes,
                                   gsize         length,
                                   gpointer      data);

ZmReportPdf *zm_report_pdf_new      (const char           *title,
                                     const ZmReportColumn *columns,
                                     guint                 n_columns,
                                     ZmReportWrite         write,
                                     gpointer              data);
void         zm_report_pdf_free     (ZmReportPdf          *self);
/* Lines below the title, before the first row. */
void         zm_report_pdf_add_line (ZmReportPdf          *self,
                                     const char           *text);
void         zm_report_pdf_add_row  (ZmReportPdf          *self,
                                     const char *const    *cells);
guint        zm_report_pdf_count    (ZmReportPdf          *self);
/* Ends the last page. Sets check "report.pdf" (ZM_ERROR_IO). */
gboolean     zm_report_pdf_finish   (ZmReportPdf          *self,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmReportPdf, zm_report_pdf_free)

G_END_DECLS
