#pragma once

#include "app/labels/proof-card.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The proof card of a session on record, old ones too, and the record of each that leaves the desk.
 * Everybody who is signed in may read one; who takes it out is on record. */

/* Sets check "session.unknown". */
ZmProofCard *zm_proof_desk_make           (ZmStation          *station,
                                           const char         *session_id,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before anything is printed or written: "proof.printed". Only what is recorded may come out. medium:
 * "printer" or "pdf". Sets "role.denied". */
gboolean     zm_proof_desk_record         (ZmStation          *station,
                                           const ZmProofCard  *card,
                                           const char         *medium,
                                           guint               copies,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* What became of a recorded card that did not get onto its medium. */
void         zm_proof_desk_record_failure (ZmStation          *station,
                                           const ZmProofCard  *card,
                                           const char         *medium,
                                           const GError       *failure);

G_END_DECLS
