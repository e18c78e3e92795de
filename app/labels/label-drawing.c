#include "app/labels/label-drawing.h"

#include "app/labels/code-drawing.h"

#include <pango/pangocairo.h>

#define GAP         (1.0 * ZM_LABEL_DRAWING_POINTS) /* between code and text */
#define RESOLUTION  72 /* a font's point is a unit of the context */
#define SHRINK      0.94 /* a step */
#define SMALLEST    0.7  /* of the full size */
#define LEGIBLE     5.0  /* points; less can hardly be read */

typedef struct {
  const char *family;
  double size;  /* points */
  double above; /* points of distance */
  PangoWeight weight;
  int lines;    /* at most; 0: as many as it takes */
} Style;

static const Style heading_style = { "Sans", 6, 0, PANGO_WEIGHT_NORMAL, 1 };
static const Style title_style = { "Sans", 12, 0, PANGO_WEIGHT_BOLD, 5 };
static const Style line_styles[] = {
  [ZM_LABEL_LINE_TEXT] = { "Sans", 8, 1, PANGO_WEIGHT_NORMAL, 2 },
  [ZM_LABEL_LINE_SMALL] = { "Sans", 6, 1, PANGO_WEIGHT_NORMAL, 2 },
  [ZM_LABEL_LINE_DIGITS] = { "Monospace", 6.4, 0, PANGO_WEIGHT_NORMAL, 0 },
};

/* A column of paragraphs, at one scale. */
typedef struct {
  cairo_t *cr;
  double width;
  double scale;
  gboolean draws; /* or only measures */
  double y;
} Column;

static PangoLayout *
make_layout (cairo_t *cr)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* What is measured has to be what is printed, at any scale. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  pango_cairo_context_set_resolution (pango_layout_get_context (layout), RESOLUTION);
  cairo_font_options_destroy (options);
  /* All lines begin beside the code, in whatever script each of them is. */
  pango_layout_set_auto_dir (layout, FALSE);

  return layout;
}

static void
set_font (PangoLayout *layout,
          const Style *style,
          double       size)
{
  PangoFontDescription *font = pango_font_description_from_string (style->family);

  pango_font_description_set_weight (font, style->weight);
  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

/* A hyphen that Pango adds where it breaks a word would be read as part of an identifier. */
static void
forbid_hyphens (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

/* Rather smaller than cut off: half a name names nothing. */
static void
fit_font (PangoLayout *layout,
          const Style *style,
          double       scale)
{
  double size = style->size * scale;

  set_font (layout, style, size);
  while (size > LEGIBLE && pango_layout_is_ellipsized (layout))
    {
      size = MAX (LEGIBLE, size * SHRINK);
      set_font (layout, style, size);
    }
}

/* Each line within its own height: accents may be heaped on a letter by the dozen, and what they
 * reach over is another line, which must be read as it is. */
static void
show_lines (Column      *column,
            PangoLayout *layout)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle box;
      double top;

      pango_layout_iter_get_line_extents (iter, NULL, &box);
      top = column->y + (double) box.y / PANGO_SCALE;
      cairo_save (column->cr);
      cairo_rectangle (column->cr, 0, top, column->width, (double) box.height / PANGO_SCALE);
      cairo_clip (column->cr);
      cairo_move_to (column->cr, (double) box.x / PANGO_SCALE,
                     column->y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
      pango_cairo_show_layout_line (column->cr, pango_layout_iter_get_line_readonly (iter));
      cairo_restore (column->cr);
    } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* Paragraphs take their direction from their own text. */
static void
put_text (Column      *column,
          const Style *style,
          const char  *text)
{
  g_autoptr(PangoLayout) layout = make_layout (column->cr);
  int height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (column->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  forbid_hyphens (layout);
  if (style->lines > 0)
    {
      pango_layout_set_height (layout, -style->lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  fit_font (layout, style, column->scale);

  pango_layout_get_size (layout, NULL, &height);
  column->y += style->above * column->scale;
  if (column->draws)
    show_lines (column, layout);
  column->y += (double) height / PANGO_SCALE;
}

static double
put_label (Column        *column,
           const ZmLabel *label)
{
  column->y = 0;
  put_text (column, &heading_style, label->heading);
  put_text (column, &title_style, label->title);
  for (guint i = 0; i < label->lines->len; i++)
    {
      const ZmLabelLine *line = label->lines->pdata[i];

      put_text (column, &line_styles[line->style], line->text);
    }

  return column->y;
}

static void
draw_text (cairo_t       *cr,
           const ZmLabel *label,
           double         width,
           double         height)
{
  Column column = { .cr = cr, .width = width, .scale = 1 };
  double used;

  while ((used = put_label (&column, label)) > height && column.scale > SMALLEST)
    column.scale *= SHRINK;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_translate (cr, 0, MAX (0, (height - used) / 2));
  cairo_set_source_rgb (cr, 0, 0, 0);
  column.draws = TRUE;
  put_label (&column, label);
  cairo_restore (cr);
}

gboolean
zm_label_drawing_draw (cairo_t        *cr,
                       const ZmLabel  *label,
                       double          width,
                       double          height,
                       GError        **error)
{
  g_autoptr(ZmQrCode) code = NULL;

  g_return_val_if_fail (cr != NULL && label != NULL, FALSE);
  g_return_val_if_fail (width > height + GAP && height > 0, FALSE);

  code = zm_qr_code_new (label->code_text, error);
  if (code == NULL)
    return FALSE;

  cairo_save (cr);
  zm_code_drawing_draw_exact (cr, code, height);
  cairo_translate (cr, height + GAP, 0);
  draw_text (cr, label, width - height - GAP, height);
  cairo_restore (cr);

  return TRUE;
}

static gboolean
draw_at (cairo_t             *cr,
         const ZmLabel       *label,
         const ZmLabelStock  *stock,
         guint                place,
         GError             **error)
{
  guint column = place % stock->columns;
  guint row = place / stock->columns;
  double x = stock->left + column * stock->width + stock->margin_x;
  double y = stock->top + row * stock->height + stock->margin_y;
  gboolean ok;

  cairo_save (cr);
  cairo_translate (cr, x * ZM_LABEL_DRAWING_POINTS, y * ZM_LABEL_DRAWING_POINTS);
  ok = zm_label_drawing_draw (cr, label,
                              (stock->width - 2 * stock->margin_x) * ZM_LABEL_DRAWING_POINTS,
                              (stock->height - 2 * stock->margin_y) * ZM_LABEL_DRAWING_POINTS,
                              error);
  cairo_restore (cr);

  return ok;
}

gboolean
zm_label_drawing_draw_page (cairo_t           *cr,
                            const ZmLabel     *label,
                            const ZmLabelJob  *job,
                            guint              page,
                            GError           **error)
{
  guint places = zm_label_job_count_places (job);

  g_return_val_if_fail (cr != NULL && label != NULL, FALSE);

  for (guint place = 0; place < places; place++)
    {
      if (zm_label_job_has_label (job, page, place) &&
          !draw_at (cr, label, job->stock, place, error))
        return FALSE;
    }

  return TRUE;
}
