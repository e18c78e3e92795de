#include "app/labels/pdf-file.h"

#include "app/base/error.h"

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
draw_pages (Surface        *surface,
            guint           pages,
            ZmPdfPageFunc   draw,
            gpointer        data,
            GError        **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean ok = TRUE;

  for (guint page = 0; ok && page < pages; page++)
    {
      ok = draw (cr, page, data, error);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);

  return ok;
}

GBytes *
zm_pdf_file_make (const char     *title,
                  double          width,
                  double          height,
                  guint           pages,
                  ZmPdfPageFunc   draw,
                  gpointer        data,
                  const char     *check,
                  GError        **error)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(Surface) surface = NULL;
  cairo_status_t status;

  g_return_val_if_fail (title != NULL && draw != NULL && check != NULL, NULL);

  surface = cairo_pdf_surface_create_for_stream (append_cb, file, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  if (!draw_pages (surface, pages, draw, data, error))
    return NULL;

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      zm_error_set (error, ZM_ERROR_INTERNAL, check, cairo_status_to_string (status), NULL,
                    "The PDF cannot be drawn");
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}
