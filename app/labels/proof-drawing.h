#pragma once

#include "app/labels/proof-card.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A proof card on one sheet, the same for a printer and a PDF. The unit of cr is the point; the top
 * left is its origin. Made smaller where it is too long for the sheet. */

#define ZM_PROOF_DRAWING_WIDTH  (210 * 72 / 25.4) /* A4 */
#define ZM_PROOF_DRAWING_HEIGHT (297 * 72 / 25.4)

void zm_proof_drawing_draw (cairo_t            *cr,
                            const ZmProofCard  *card);

G_END_DECLS
