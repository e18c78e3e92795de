#pragma once

#include "app/labels/proof-card.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The way from the device to the Central Station, drawn with what was proved at each hop; a screen
 * reader is told all of it in words. */
#define ZM_TYPE_PROOF_HOPS (zm_proof_hops_get_type ())
G_DECLARE_FINAL_TYPE (ZmProofHops, zm_proof_hops, ZM, PROOF_HOPS, GtkWidget)

/* card is borrowed until another one is shown, or NULL. */
void zm_proof_hops_show (ZmProofHops        *self,
                         const ZmProofCard  *card);

G_END_DECLS
