#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one mutual-TLS test came to, as it goes on a screen, on paper and into a PDF: texts alone, safe
 * to show and translated by who fills it in. */

typedef enum {
  ZM_PROOF_GOOD,
  ZM_PROOF_BAD,
  ZM_PROOF_UNKNOWN, /* not tried, or nobody could say */
  ZM_PROOF_REPORTED, /* good, by the word of the device alone */
} ZmProofState;

/* Where something was proved: along the way, and beside it what must be refused. */
typedef enum {
  ZM_PROOF_DEVICE,
  ZM_PROOF_CONNECTION,
  ZM_PROOF_SERVER,
  ZM_PROOF_NEGATIVE,
} ZmProofPlace;

#define ZM_PROOF_PLACES 4
#define ZM_PROOF_STATES 4

typedef struct {
  ZmProofPlace  place;
  char         *name;   /* stable: "version", "canary", … */
  char         *title;
  char         *value;
  char         *source; /* who says so: "proved by the server"; may be NULL */
  ZmProofState  state;
} ZmProofFact;

typedef struct {
  char         *device_id;
  char         *device_label; /* may be NULL */
  char         *server;       /* its name; may be NULL */
  char         *session_id;
  char         *when;         /* the test was; may be NULL */
  char         *who;          /* person and desk */
  char         *verdict;      /* one sentence */
  ZmProofState  state;
  GPtrArray    *rows;         /* ZmProofFact, in the order of their places */
} ZmProofCard;

/* Nothing is filled in but the rows, of which there are none. */
ZmProofCard      *zm_proof_card_new         (void);
void              zm_proof_card_free        (ZmProofCard        *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmProofCard, zm_proof_card_free)

/* Takes value. */
void              zm_proof_card_take        (ZmProofCard        *card,
                                             ZmProofPlace        place,
                                             const char         *name,
                                             const char         *title,
                                             char               *value,
                                             const char         *source,
                                             ZmProofState        state);
/* NULL: there is no such row. */
const ZmProofFact *zm_proof_card_find        (const ZmProofCard  *card,
                                             const char         *name);
/* Translated. */
const char       *zm_proof_card_place_title (ZmProofPlace        place);
const char       *zm_proof_card_state_word  (ZmProofState        state);
/* "good", "bad", "unknown", "reported"; "device", "connection", "server", "negative" */
const char       *zm_proof_card_state_name  (ZmProofState        state);
const char       *zm_proof_card_place_name  (ZmProofPlace        place);
/* All of it in lines, for who cannot see it. */
char             *zm_proof_card_to_text     (const ZmProofCard  *card);

G_END_DECLS
