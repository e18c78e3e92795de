#include "config.h"

#include "app/labels/hops-drawing.h"

#include "app/base/join.h"

#include <glib/gi18n-lib.h>

/* Shares of the width. */
#define BOX    0.3
#define MIDDLE (1 - 2 * BOX)

/* In ordinary sizes of text. */
#define GAP    0.6
#define PAD    0.7
#define RADIUS 0.6
#define MARK   1.1

static const ZmProofStyle title_style = { 1.15, TRUE, FALSE, PANGO_ALIGN_CENTER, 2 };
static const ZmProofStyle text_style = { 0.9, FALSE, FALSE, PANGO_ALIGN_CENTER, 2 };
static const ZmProofStyle fact_style = { 0.85, FALSE, FALSE, PANGO_ALIGN_LEFT, 5 };

/* What stands below each of the three; a long value is cut in its middle, all of it is in the table. */
static const char *const facts[][4] = {
  [ZM_PROOF_DEVICE] = { "chain", "validity" },
  [ZM_PROOF_CONNECTION] = { "cipher", "way" },
  [ZM_PROOF_SERVER] = { "server-name", "revocation", "seen", "receipt" },
};

static void
set_colour (const ZmProofPen    *pen,
            const ZmProofColour *colour)
{
  cairo_set_source_rgba (pen->cr, colour->red, colour->green, colour->blue, colour->alpha);
}

static void
trace_box (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height,
           double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* Text first: the box is as high as that. */
static double
put_name (const ZmProofPen *pen,
          const char       *title,
          const char       *text,
          double            x,
          double            y,
          double            width)
{
  double pad = PAD * pen->size;
  double height = pad;

  height += zm_proof_pen_text (pen, &title_style, &pen->ink, title, x + pad, y + height,
                               width - 2 * pad);
  if (text != NULL)
    height += zm_proof_pen_text (pen, &text_style, &pen->dim, text, x + pad, y + height,
                                 width - 2 * pad);

  return height + pad;
}

static void
frame (const ZmProofPen *pen,
       double            x,
       double            y,
       double            width,
       double            height)
{
  if (pen->cr == NULL)
    return;

  trace_box (pen->cr, zm_proof_pen_place (pen, x, width), y, width, height, RADIUS * pen->size);
  set_colour (pen, &pen->ink);
  cairo_set_line_width (pen->cr, 0.1 * pen->size);
  cairo_stroke (pen->cr);
}

static void
draw_head (const ZmProofPen *pen,
           double            x,
           double            y,
           double            direction)
{
  double length = 0.7 * pen->size;

  cairo_move_to (pen->cr, x - direction * length, y - length / 2);
  cairo_line_to (pen->cr, x, y);
  cairo_line_to (pen->cr, x - direction * length, y + length / 2);
  cairo_stroke (pen->cr);
}

static void
draw_connection (const ZmProofPen *pen,
                 ZmProofState      state,
                 double            from,
                 double            to,
                 double            y)
{
  if (pen->cr == NULL)
    return;

  cairo_save (pen->cr);
  set_colour (pen, &pen->states[state]);
  cairo_set_line_width (pen->cr, 0.2 * pen->size);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (pen->cr, from, y);
  cairo_line_to (pen->cr, to, y);
  cairo_stroke (pen->cr);
  draw_head (pen, from, y, -1);
  draw_head (pen, to, y, 1);
  cairo_restore (pen->cr);
}

static double
put_fact (const ZmProofPen  *pen,
          const ZmProofFact *row,
          double             x,
          double             y,
          double             width)
{
  double mark = MARK * pen->size;
  double indent = mark + 0.3 * pen->size;
  g_autofree char *text = zm_join_pair (row->title, row->value);
  double height = zm_proof_pen_text (pen, &fact_style, &pen->ink, text, x + indent, y,
                                     width - indent);

  zm_proof_pen_mark (pen, row->state, x, y, mark);
  return MAX (height, mark);
}

static double
put_facts (const ZmProofPen  *pen,
           const ZmProofCard *card,
           ZmProofPlace       place,
           double             x,
           double             y,
           double             width)
{
  double height = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (facts[place]) && facts[place][i] != NULL; i++)
    {
      const ZmProofFact *row = zm_proof_card_find (card, facts[place][i]);

      if (row != NULL)
        height += put_fact (pen, row, x, y + height, width) + GAP * pen->size / 2;
    }

  return height;
}

static double
put_names (const ZmProofPen  *pen,
           const ZmProofCard *card,
           double             width)
{
  const ZmProofFact *version = zm_proof_card_find (card, "version");
  const ZmProofFact *seen = zm_proof_card_find (card, "seen");
  double box = BOX * width;
  double first = put_name (pen, card->device_id, card->device_label, 0, 0, box);
  double last = put_name (pen, zm_proof_card_place_title (ZM_PROOF_SERVER), card->server,
                          width - box, 0, box);
  double height = MAX (first, last);
  double gap = GAP * pen->size;

  frame (pen, 0, 0, box, height);
  frame (pen, width - box, 0, box, height);
  draw_connection (pen, seen != NULL ? seen->state : ZM_PROOF_UNKNOWN, box + gap,
                   width - box - gap, height / 2);
  zm_proof_pen_text (pen, &title_style, &pen->ink, version != NULL ? version->value : "–",
                     box + gap, height / 2 - 2 * pen->size, MIDDLE * width - 2 * gap);

  return height;
}

static double
put_all_facts (const ZmProofPen  *pen,
               const ZmProofCard *card,
               double             y,
               double             width)
{
  double gap = GAP * pen->size;
  double column = width / 3;
  double height = 0;

  for (ZmProofPlace place = ZM_PROOF_DEVICE; place <= ZM_PROOF_SERVER; place++)
    {
      double used = put_facts (pen, card, place, place * column + gap / 2, y, column - gap);

      height = MAX (height, used);
    }

  return height;
}

static double
put_negatives (const ZmProofPen  *pen,
               const ZmProofCard *card,
               double             y,
               double             width)
{
  double gap = GAP * pen->size;
  double column = width / 3;
  double height = 0;
  guint count = 0;

  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);

      double used;

      if (row->place != ZM_PROOF_NEGATIVE)
        continue;
      used = put_fact (pen, row, count++ *column + gap / 2, y, column - gap);
      height = MAX (height, used);
    }

  return height;
}

static void
draw_rule (const ZmProofPen *pen,
           double            y,
           double            width)
{
  if (pen->cr == NULL)
    return;

  set_colour (pen, &pen->dim);
  cairo_set_line_width (pen->cr, 0.05 * pen->size);
  cairo_move_to (pen->cr, 0, y);
  cairo_line_to (pen->cr, width, y);
  cairo_stroke (pen->cr);
}

double
zm_hops_drawing_draw (const ZmProofPen  *pen,
                      const ZmProofCard *card,
                      double             width)
{
  static const ZmProofStyle heading = { 0.9, TRUE, FALSE, PANGO_ALIGN_LEFT, 1 };
  double gap;
  double y;

  g_return_val_if_fail (pen != NULL && card != NULL, 0);

  gap = GAP * pen->size;
  y = put_names (pen, card, width) + gap;
  y += put_all_facts (pen, card, y, width) + gap;
  draw_rule (pen, y, width);
  y += gap;
  y += zm_proof_pen_text (pen, &heading, &pen->ink, zm_proof_card_place_title (ZM_PROOF_NEGATIVE),
                          gap / 2, y, width - gap) + gap / 2;

  return y + put_negatives (pen, card, y, width);
}
