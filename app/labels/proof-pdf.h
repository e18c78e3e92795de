#pragma once

#include "app/labels/proof-card.h"

G_BEGIN_DECLS

/* A proof card as a PDF of one sheet. Sets check "proof.pdf". */
GBytes *zm_proof_pdf_make (const ZmProofCard  *card,
                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
