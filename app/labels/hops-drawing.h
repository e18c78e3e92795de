#pragma once

#include "app/labels/proof-pen.h"

G_BEGIN_DECLS

/* The device, the connection and the Central Station, each with what was proved there, and below them
 * those who must be refused, each with the reason. All that is drawn stands in the card's text too.
 * Returns the height that it takes at this width. */
double zm_hops_drawing_draw (const ZmProofPen   *pen,
                             const ZmProofCard  *card,
                             double              width);

G_END_DECLS
