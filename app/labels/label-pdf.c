#include "app/labels/label-pdf.h"

#include "app/labels/label-drawing.h"
#include "app/labels/pdf-file.h"

typedef struct {
  const ZmLabel    *label;
  const ZmLabelJob *job;
} Work;

static gboolean
draw_page (cairo_t   *cr,
           guint      page,
           gpointer   data,
           GError   **error)
{
  const Work *work = data;

  return zm_label_drawing_draw_page (cr, work->label, work->job, page, error);
}

GBytes *
zm_label_pdf_make (const ZmLabel     *label,
                   const ZmLabelJob  *job,
                   GError           **error)
{
  Work work = { label, job };

  g_return_val_if_fail (label != NULL, NULL);

  if (!zm_label_job_check (job, error))
    return NULL;

  return zm_pdf_file_make (label->title, job->stock->page_width * ZM_LABEL_DRAWING_POINTS,
                           job->stock->page_height * ZM_LABEL_DRAWING_POINTS,
                           zm_label_job_count_pages (job), draw_page, &work, "label.pdf", error);
}
