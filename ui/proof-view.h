#pragma once

#include "app/labels/proof-card.h"
#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The proof card of a session, drawn and in rows, as it is on record. Property: "loaded" (boolean,
 * read-only). */
#define ZM_TYPE_PROOF_VIEW (zm_proof_view_get_type ())
G_DECLARE_FINAL_TYPE (ZmProofView, zm_proof_view, ZM, PROOF_VIEW, GtkWidget)

/* Reads it in a thread; what is shown stays until it is there. */
void               zm_proof_view_load     (ZmProofView  *self,
                                           ZmStation    *station,
                                           const char   *session_id);
/* NULL until it is loaded. Borrowed until the next one is. */
const ZmProofCard *zm_proof_view_get_card (ZmProofView  *self);

G_END_DECLS
