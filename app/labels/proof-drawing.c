#include "config.h"

#include "app/labels/proof-drawing.h"

#include "app/labels/hops-drawing.h"

#include <glib/gi18n-lib.h>

#define MARGIN   (15 * 72 / 25.4) /* 15 mm */
#define SIZE     9.0              /* points */
#define SMALLEST 5.0
#define SHRINK   0.94             /* a step */

/* Shares of the width. */
#define TITLE  0.3
#define SOURCE 0.24

static const ZmProofStyle heading_style = { 1, FALSE, FALSE, PANGO_ALIGN_LEFT, 1 };
static const ZmProofStyle name_style = { 2.4, TRUE, FALSE, PANGO_ALIGN_LEFT, 2 };
static const ZmProofStyle label_style = { 1.2, FALSE, FALSE, PANGO_ALIGN_LEFT, 2 };
static const ZmProofStyle verdict_style = { 1.4, TRUE, FALSE, PANGO_ALIGN_LEFT, 0 };
static const ZmProofStyle place_style = { 1.1, TRUE, FALSE, PANGO_ALIGN_LEFT, 1 };
static const ZmProofStyle text_style = { 1, FALSE, FALSE, PANGO_ALIGN_LEFT, 0 };
static const ZmProofStyle foot_style = { 0.85, FALSE, FALSE, PANGO_ALIGN_LEFT, 0 };

static double
put_head (const ZmProofPen  *pen,
          const ZmProofCard *card,
          double             width)
{
  double mark = 1.6 * pen->size;
  double y = 0;

  y += zm_proof_pen_text (pen, &heading_style, &pen->dim, _("Proof card of a patient monitor"), 0, y,
                          width);
  y += zm_proof_pen_text (pen, &name_style, &pen->ink, card->device_id, 0, y, width);
  if (card->device_label != NULL)
    y += zm_proof_pen_text (pen, &label_style, &pen->ink, card->device_label, 0, y, width);
  y += pen->size;
  zm_proof_pen_mark (pen, card->state, 0, y, mark);
  y += zm_proof_pen_text (pen, &verdict_style, &pen->ink, card->verdict, 1.4 * mark, y,
                          width - 1.4 * mark);

  return y + 1.2 * pen->size;
}

static double
put_hops (const ZmProofPen  *pen,
          const ZmProofCard *card,
          double             y,
          double             width)
{
  double height;

  if (pen->cr != NULL)
    {
      cairo_save (pen->cr);
      cairo_translate (pen->cr, 0, y);
    }
  height = zm_hops_drawing_draw (pen, card, width);
  if (pen->cr != NULL)
    cairo_restore (pen->cr);

  return height + 1.5 * pen->size;
}

static double
put_row (const ZmProofPen  *pen,
         const ZmProofFact *row,
         double             y,
         double             width)
{
  double mark = pen->size;
  double left = 1.6 * pen->size;
  double title = TITLE * width - left;
  double value = TITLE * width;
  double source = (1 - SOURCE) * width;
  double heights[3] = { 0 };

  zm_proof_pen_mark (pen, row->state, 0, y, mark);
  heights[0] = zm_proof_pen_text (pen, &text_style, &pen->ink, row->title, left, y,
                                  title - pen->size);
  heights[1] = zm_proof_pen_text (pen, &text_style, &pen->ink, row->value, value, y,
                                  source - value - pen->size);
  if (row->source != NULL)
    heights[2] = zm_proof_pen_text (pen, &text_style, &pen->dim, row->source, source, y,
                                    width - source);

  return MAX (MAX (heights[0], heights[1]), heights[2]) + 0.4 * pen->size;
}

static double
put_place (const ZmProofPen  *pen,
           const ZmProofCard *card,
           ZmProofPlace       place,
           double             y,
           double             width)
{
  double height = zm_proof_pen_text (pen, &place_style, &pen->ink,
                                     zm_proof_card_place_title (place), 0, y, width) +
                  0.3 * pen->size;

  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);

      if (row->place == place)
        height += put_row (pen, row, y + height, width);
    }

  return height + 0.8 * pen->size;
}

static double
put_foot (const ZmProofPen  *pen,
          const ZmProofCard *card,
          double             y,
          double             width)
{
  g_autofree char *text =
    g_strdup_printf (_("Tested on %s by %s. Session %s."), card->when != NULL ? card->when : "–",
                     card->who, card->session_id);

  return zm_proof_pen_text (pen, &foot_style, &pen->dim, text, 0, y, width);
}

static double
put_card (const ZmProofPen  *pen,
          const ZmProofCard *card,
          double             width)
{
  double y = put_head (pen, card, width);

  y += put_hops (pen, card, y, width);
  for (ZmProofPlace place = ZM_PROOF_DEVICE; place < ZM_PROOF_PLACES; place++)
    y += put_place (pen, card, place, y, width);

  return y + put_foot (pen, card, y, width);
}

void
zm_proof_drawing_draw (cairo_t           *cr,
                       const ZmProofCard *card)
{
  double width = ZM_PROOF_DRAWING_WIDTH - 2 * MARGIN;
  double height = ZM_PROOF_DRAWING_HEIGHT - 2 * MARGIN;
  ZmProofPen pen;

  g_return_if_fail (cr != NULL && card != NULL);

  pen = zm_proof_pen_new_paper (NULL, SIZE, width);
  while (put_card (&pen, card, width) > height && pen.size > SMALLEST)
    pen.size *= SHRINK;

  cairo_save (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  pen.cr = cr;
  put_card (&pen, card, width);
  cairo_restore (cr);
  g_object_unref (pen.context);
}
