#include "app/labels/label-pdf.h"

#include "app/base/error.h"
#include "app/labels/label-drawing.h"

#include <cairo-pdf.h>

typedef cairo_surface_t Surface;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Surface, cairo_surface_destroy)

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_pages (Surface           *surface,
            const ZmLabel     *label,
            const ZmLabelJob  *job,
            GError           **error)
{
  cairo_t *cr = cairo_create (surface);
  guint pages = zm_label_job_count_pages (job);
  gboolean ok = TRUE;

  for (guint page = 0; ok && page < pages; page++)
    {
      ok = zm_label_drawing_draw_page (cr, label, job, page, error);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);

  return ok;
}

GBytes *
zm_label_pdf_make (const ZmLabel     *label,
                   const ZmLabelJob  *job,
                   GError           **error)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(Surface) surface = NULL;
  cairo_status_t status;

  g_return_val_if_fail (label != NULL, NULL);

  if (!zm_label_job_check (job, error))
    return NULL;

  surface = cairo_pdf_surface_create_for_stream (append_cb, file,
                                                 job->stock->page_width * ZM_LABEL_DRAWING_POINTS,
                                                 job->stock->page_height * ZM_LABEL_DRAWING_POINTS);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, label->title);
  if (!draw_pages (surface, label, job, error))
    return NULL;

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      zm_error_set (error, ZM_ERROR_INTERNAL, "label.pdf", cairo_status_to_string (status), NULL,
                    "The labels cannot be drawn");
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}
