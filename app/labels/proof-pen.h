#pragma once

#include "app/labels/proof-card.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* What a proof card is drawn with, on paper and on a screen: the colours and the font are the medium's
 * own. Lengths are units of cr, which on paper are points. */

typedef struct {
  double red;
  double green;
  double blue;
  double alpha;
} ZmProofColour;

typedef struct {
  cairo_t       *cr;      /* NULL: only measures */
  PangoContext  *context;
  const char    *family;  /* NULL: the context's */
  double         size;    /* of ordinary text */
  double         mirror;  /* the width that is laid out from right to left; 0: from left to right */
  ZmProofColour  ink;
  ZmProofColour  dim;
  ZmProofColour  states[ZM_PROOF_STATES]; /* by ZmProofState */
} ZmProofPen;

typedef struct {
  double         scale;  /* of the ordinary size */
  gboolean       bold;
  gboolean       mono;
  PangoAlignment align;
  int            lines;  /* at most, then cut with an ellipsis; 0: as many as it takes */
} ZmProofStyle;

/* Black on white, for a sheet of that width, laid out as our own words run. cr may be NULL; the context
 * is the caller's to unref. */
ZmProofPen zm_proof_pen_new_paper  (cairo_t              *cr,
                                    double                size,
                                    double                width);
/* Where on the sheet something begins at the left that is put at x: texts and marks do this themselves. */
double     zm_proof_pen_place      (const ZmProofPen     *pen,
                                    double                x,
                                    double                width);
/* The height that it takes. */
double     zm_proof_pen_text       (const ZmProofPen     *pen,
                                    const ZmProofStyle   *style,
                                    const ZmProofColour  *colour,
                                    const char           *text,
                                    double                x,
                                    double                y,
                                    double                width);
/* A check mark, a cross or a question mark in a square of that side. */
void       zm_proof_pen_mark       (const ZmProofPen     *pen,
                                    ZmProofState          state,
                                    double                x,
                                    double                y,
                                    double                side);

G_END_DECLS
