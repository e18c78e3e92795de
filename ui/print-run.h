#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes pages to a printer, by the desktop's print dialog, or into a PDF. Their record is written when a
 * person has said yes to all of it and before the first page is drawn; without the record nothing comes
 * out, and what is on record and did not come out is on record too. */

typedef struct {
  /* Both in a thread. medium: "printer" or "pdf". */
  gboolean (*record)         (gpointer           data,
                              const char        *medium,
                              guint              copies,
                              GError           **error);
  void     (*record_failure) (gpointer           data,
                              const char        *medium,
                              const GError      *failure);
  /* In the thread that draws; points. */
  gboolean (*draw)           (gpointer           data,
                              cairo_t           *cr,
                              guint              page,
                              GError           **error);
} ZmPrintHooks;

typedef struct {
  const ZmPrintHooks *hooks;
  gpointer            data;
  GDestroyNotify      free_data;
  const char         *title;   /* of the job */
  const char         *paper;   /* a name for its size */
  double              width;   /* mm */
  double              height;
  guint               pages;
} ZmPrintRun;

/* file: the PDF, which is whole or not there; NULL for a printer. Takes the run's data. */
void     zm_print_run_async  (GObject              *source,
                              const ZmPrintRun     *run,
                              const char           *file,
                              GtkWindow            *parent,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
/* G_IO_ERROR_CANCELLED where the person thought better of it. */
gboolean zm_print_run_finish (GAsyncResult         *result,
                              GError              **error);

G_END_DECLS
