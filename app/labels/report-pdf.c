#include "config.h"

#include "app/labels/report-pdf.h"

#include "app/base/error.h"
#include "app/labels/page-side.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#define PAGE_WIDTH  595.28 /* points, of which an inch has 72 */
#define PAGE_HEIGHT 841.89
#define MARGIN      42.0
#define GAP         6.0
#define FOOT        24.0
#define FONT        "Sans 8"
#define FONT_BOLD   "Sans Bold 8"
#define FONT_TITLE  "Sans Bold 14"

struct _ZmReportPdf {
  cairo_surface_t *surface;
  cairo_t *cr;
  ZmReportColumn *columns;
  guint n_columns;
  ZmReportWrite write;
  gpointer data;
  double y;
  gboolean right;   /* the pages are laid out from right to left */
  guint pages;      /* begun */
  gboolean in_rows; /* the titles of the columns stand on this page */
};

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *bytes,
          unsigned int         length)
{
  const ZmReportPdf *self = closure;

  return self->write (bytes, length, self->data) ? CAIRO_STATUS_SUCCESS
                                                 : CAIRO_STATUS_WRITE_ERROR;
}

static gboolean
has_letters (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_isalpha (g_utf8_get_char (at)))
        return TRUE;
    }

  return FALSE;
}

/* A date and a time are one value, which has no direction of its own. */
static PangoLayout *
make_layout (ZmReportPdf *self,
             const char  *font,
             const char  *text,
             double       width)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoContext *context = pango_layout_get_context (layout);
  gboolean value = self->right && !has_letters (text);

  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_base_dir (context, self->right && !value ? PANGO_DIRECTION_RTL
                                                             : PANGO_DIRECTION_LTR);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  zm_page_side_align (layout, value);

  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/* A layout is as wide as the place that it has. */
static void
draw (ZmReportPdf *self,
      PangoLayout *layout,
      double       x,
      double       y)
{
  double width = (double) pango_layout_get_width (layout) / PANGO_SCALE;

  cairo_move_to (self->cr, self->right ? PAGE_WIDTH - x - width : x, y);
  pango_cairo_show_layout (self->cr, layout);
}

static void
begin_page (ZmReportPdf *self)
{
  self->pages++;
  self->y = MARGIN;
  self->in_rows = FALSE;
}

static void
end_page (ZmReportPdf *self)
{
  /* TRANSLATORS: the number of a page of a report */
  g_autofree char *text = g_strdup_printf (_("Page %u"), self->pages);
  g_autoptr(PangoLayout) layout = make_layout (self, FONT, text, PAGE_WIDTH - 2 * MARGIN);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  draw (self, layout, MARGIN, PAGE_HEIGHT - MARGIN);
  cairo_show_page (self->cr);
}

static void
need (ZmReportPdf *self,
      double       height)
{
  if (self->y + height <= PAGE_HEIGHT - MARGIN - FOOT)
    return;

  end_page (self);
  begin_page (self);
}

static void
draw_rule (ZmReportPdf *self)
{
  cairo_set_line_width (self->cr, 0.5);
  cairo_move_to (self->cr, MARGIN, self->y);
  cairo_line_to (self->cr, PAGE_WIDTH - MARGIN, self->y);
  cairo_stroke (self->cr);
}

/* The cells side by side, each wrapped in its column. */
static GPtrArray *
lay_out (ZmReportPdf       *self,
         const char        *font,
         const char *const *cells,
         double            *height)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (g_object_unref);

  *height = 0;
  for (guint i = 0; i < self->n_columns; i++)
    {
      double width = self->columns[i].share * (PAGE_WIDTH - 2 * MARGIN) - GAP;
      PangoLayout *layout = make_layout (self, font, cells[i] != NULL ? cells[i] : "", width);

      g_ptr_array_add (layouts, layout);
      *height = MAX (*height, get_height (layout));
    }

  return layouts;
}

static void
draw_cells (ZmReportPdf *self,
            GPtrArray   *layouts,
            double       height)
{
  double x = MARGIN;

  for (guint i = 0; i < self->n_columns; i++)
    {
      draw (self, g_ptr_array_index (layouts, i), x, self->y);
      x += self->columns[i].share * (PAGE_WIDTH - 2 * MARGIN);
    }
  self->y += height + GAP / 2;
}

static void
draw_titles (ZmReportPdf *self)
{
  g_autofree const char **titles = g_new0 (const char *, self->n_columns);
  g_autoptr(GPtrArray) layouts = NULL;
  double height;

  for (guint i = 0; i < self->n_columns; i++)
    titles[i] = self->columns[i].title;
  layouts = lay_out (self, FONT_BOLD, titles, &height);
  self->y += GAP;
  draw_cells (self, layouts, height);
  draw_rule (self);
  self->y += GAP / 2;
  self->in_rows = TRUE;
}

static gboolean
runs_from_right (ZmReportPdf *self,
                 const char  *title)
{
  PangoContext *context = pango_cairo_create_context (self->cr);
  gboolean right = zm_page_side_take (context, title);

  g_object_unref (context);
  return right;
}

ZmReportPdf *
zm_report_pdf_new (const char           *title,
                   const ZmReportColumn *columns,
                   guint                 n_columns,
                   ZmReportWrite         write,
                   gpointer              data)
{
  ZmReportPdf *self;
  g_autoptr(PangoLayout) layout = NULL;

  g_return_val_if_fail (title != NULL && columns != NULL && write != NULL, NULL);

  self = g_new0 (ZmReportPdf, 1);
  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->write = write;
  self->data = data;
  self->surface = cairo_pdf_surface_create_for_stream (write_cb, self, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  self->cr = cairo_create (self->surface);
  self->right = runs_from_right (self, title);
  begin_page (self);
  layout = make_layout (self, FONT_TITLE, title, PAGE_WIDTH - 2 * MARGIN);
  draw (self, layout, MARGIN, self->y);
  self->y += get_height (layout) + GAP;

  return self;
}

void
zm_report_pdf_free (ZmReportPdf *self)
{
  if (self == NULL)
    return;

  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_free (self->columns);
  g_free (self);
}

void
zm_report_pdf_add_line (ZmReportPdf *self,
                        const char  *text)
{
  g_autoptr(PangoLayout) layout = NULL;

  g_return_if_fail (self != NULL && text != NULL);

  layout = make_layout (self, FONT, text, PAGE_WIDTH - 2 * MARGIN);
  need (self, get_height (layout));
  draw (self, layout, MARGIN, self->y);
  self->y += get_height (layout) + GAP / 2;
}

void
zm_report_pdf_add_row (ZmReportPdf       *self,
                       const char *const *cells)
{
  g_autoptr(GPtrArray) layouts = NULL;
  double height;

  g_return_if_fail (self != NULL && cells != NULL);

  layouts = lay_out (self, FONT, cells, &height);
  need (self, height + (self->in_rows ? 0 : 4 * GAP));
  if (!self->in_rows)
    draw_titles (self);
  draw_cells (self, layouts, height);
}

guint
zm_report_pdf_count (ZmReportPdf *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages;
}

gboolean
zm_report_pdf_finish (ZmReportPdf  *self,
                      GError      **error)
{
  cairo_status_t status;

  g_return_val_if_fail (self != NULL, FALSE);

  end_page (self);
  cairo_surface_finish (self->surface);
  status = cairo_surface_status (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "report.pdf", cairo_status_to_string (status), NULL,
                "The report cannot be written");
  return FALSE;
}
