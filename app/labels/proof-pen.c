#include "app/labels/proof-pen.h"

#include "app/labels/page-side.h"

#define RESOLUTION 72 /* a font's point is a unit of the context */

static const ZmProofColour black = { 0, 0, 0, 1 };
static const ZmProofColour grey = { 0.35, 0.35, 0.35, 1 };
/* Dark enough for a printer without colours. */
static const ZmProofColour paper_states[] = {
  [ZM_PROOF_GOOD] = { 0.05, 0.4, 0.2, 1 },
  [ZM_PROOF_BAD] = { 0.7, 0.05, 0.1, 1 },
  [ZM_PROOF_UNKNOWN] = { 0.45, 0.35, 0, 1 },
  [ZM_PROOF_REPORTED] = { 0.2, 0.2, 0.2, 1 },
};

ZmProofPen
zm_proof_pen_new_paper (cairo_t *cr,
                        double   size,
                        double   width)
{
  ZmProofPen pen = { .cr = cr, .family = "Sans", .size = size, .ink = black, .dim = grey };
  cairo_font_options_t *options = cairo_font_options_create ();

  for (gsize i = 0; i < G_N_ELEMENTS (paper_states); i++)
    pen.states[i] = paper_states[i];
  pen.context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  if (zm_page_side_take (pen.context, zm_proof_card_place_title (ZM_PROOF_SERVER)))
    pen.mirror = width;
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (pen.context, options);
  pango_cairo_context_set_resolution (pen.context, RESOLUTION);
  cairo_font_options_destroy (options);

  return pen;
}

double
zm_proof_pen_place (const ZmProofPen *pen,
                    double            x,
                    double            width)
{
  return pen->mirror > 0 ? pen->mirror - x - width : x;
}

static void
set_colour (const ZmProofPen    *pen,
            const ZmProofColour *colour)
{
  cairo_set_source_rgba (pen->cr, colour->red, colour->green, colour->blue, colour->alpha);
}

static void
set_font (PangoLayout        *layout,
          const ZmProofPen   *pen,
          const ZmProofStyle *style)
{
  PangoFontDescription *font =
    pango_font_description_copy (pango_context_get_font_description (pen->context));

  if (pen->family != NULL)
    pango_font_description_set_family (font, pen->family);
  if (style->mono)
    pango_font_description_set_family (font, "Monospace");
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, pen->size * style->scale * PANGO_SCALE);
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

/* The side that the style names is where the lines of the sheet begin, or end. */
static void
align (PangoLayout        *layout,
       const ZmProofStyle *style)
{
  if (style->align == PANGO_ALIGN_CENTER)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  else
    zm_page_side_align (layout, style->align == PANGO_ALIGN_RIGHT);
}

double
zm_proof_pen_text (const ZmProofPen    *pen,
                   const ZmProofStyle  *style,
                   const ZmProofColour *colour,
                   const char          *text,
                   double               x,
                   double               y,
                   double               width)
{
  g_autoptr(PangoLayout) layout = pango_layout_new (pen->context);
  int height;

  set_font (layout, pen, style);
  forbid_hyphens (layout);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  align (layout, style);
  if (style->lines > 0)
    {
      pango_layout_set_height (layout, -style->lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
    }

  if (pen->cr != NULL)
    {
      set_colour (pen, colour);
      cairo_move_to (pen->cr, zm_proof_pen_place (pen, x, width), y);
      pango_cairo_show_layout (pen->cr, layout);
    }
  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

/* Within the unit square. */
static void
trace_mark (cairo_t      *cr,
            ZmProofState  state)
{
  switch (state)
    {
    case ZM_PROOF_GOOD:
      cairo_move_to (cr, 0.12, 0.55);
      cairo_line_to (cr, 0.4, 0.82);
      cairo_line_to (cr, 0.88, 0.2);
      break;
    case ZM_PROOF_BAD:
      cairo_move_to (cr, 0.18, 0.18);
      cairo_line_to (cr, 0.82, 0.82);
      cairo_move_to (cr, 0.82, 0.18);
      cairo_line_to (cr, 0.18, 0.82);
      break;
    case ZM_PROOF_REPORTED:
      cairo_new_sub_path (cr);
      cairo_arc (cr, 0.5, 0.5, 0.3, 0, 2 * G_PI);
      break;
    case ZM_PROOF_UNKNOWN:
    default:
      cairo_move_to (cr, 0.3, 0.3);
      cairo_curve_to (cr, 0.32, 0.05, 0.75, 0.08, 0.7, 0.36);
      cairo_curve_to (cr, 0.68, 0.48, 0.5, 0.48, 0.5, 0.66);
      cairo_move_to (cr, 0.5, 0.86);
      cairo_line_to (cr, 0.5, 0.88);
      break;
    }
}

void
zm_proof_pen_mark (const ZmProofPen *pen,
                   ZmProofState      state,
                   double            x,
                   double            y,
                   double            side)
{
  if (pen->cr == NULL)
    return;

  cairo_save (pen->cr);
  cairo_translate (pen->cr, zm_proof_pen_place (pen, x, side), y);
  cairo_scale (pen->cr, side, side);
  set_colour (pen, &pen->states[state]);
  cairo_set_line_width (pen->cr, 0.16);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  trace_mark (pen->cr, state);
  cairo_stroke (pen->cr);
  cairo_restore (pen->cr);
}
