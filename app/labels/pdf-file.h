#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Pages into a PDF in memory. */

/* One page, from 0. */
typedef gboolean (*ZmPdfPageFunc) (cairo_t  *cr,
                                   guint     page,
                                   gpointer  data,
                                   GError  **error);

/* width and height in points. Sets the given check, or what draw sets. */
GBytes *zm_pdf_file_make (const char     *title,
                          double          width,
                          double          height,
                          guint           pages,
                          ZmPdfPageFunc   draw,
                          gpointer        data,
                          const char     *check,
                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
