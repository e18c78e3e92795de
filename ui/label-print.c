#include "ui/label-print.h"

#include "app/labels/label-drawing.h"
#include "ui/print-run.h"

typedef struct {
  ZmStation     *station;
  const ZmLabel *label;
  ZmLabelJob     job;
  ZmLabelReason  reason;
} Work;

static void
free_work (gpointer data)
{
  g_object_unref (((Work *) data)->station);
  g_free (data);
}

static gboolean
record (gpointer     data,
        const char  *medium,
        guint        copies,
        GError     **error)
{
  const Work *work = data;

  return zm_label_desk_record (work->station, work->label, &work->job, medium,
                               work->job.copies * copies, work->reason, error);
}

static void
record_failure (gpointer      data,
                const char   *medium,
                const GError *failure)
{
  const Work *work = data;

  zm_label_desk_record_failure (work->station, work->label, medium, failure);
}

static gboolean
draw (gpointer   data,
      cairo_t   *cr,
      guint      page,
      GError   **error)
{
  const Work *work = data;

  return zm_label_drawing_draw_page (cr, work->label, &work->job, page, error);
}

static const ZmPrintHooks hooks = { record, record_failure, draw };

void
zm_label_print_run_async (GObject             *source,
                          ZmStation           *station,
                          const ZmLabel       *label,
                          const ZmLabelJob    *job,
                          ZmLabelReason        reason,
                          const char          *file,
                          GtkWindow           *parent,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Work *work;

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (label != NULL && job != NULL);

  work = g_new0 (Work, 1);
  *work = (Work) { g_object_ref (station), label, *job, reason };
  zm_print_run_async (source,
                      &(ZmPrintRun) {
    .hooks = &hooks,
    .data = work,
    .free_data = free_work,
    .title = label->title,
    .paper = job->stock->name,
    .width = job->stock->page_width,
    .height = job->stock->page_height,
    .pages = zm_label_job_count_pages (job),
  },
                      file, parent, callback, user_data);
}

gboolean
zm_label_print_run_finish (GAsyncResult  *result,
                           GError       **error)
{
  return zm_print_run_finish (result, error);
}
