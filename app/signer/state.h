#pragma once

#include "app/signer/mandate.h"
#include "app/signer/delays.h"
#include "app/signer/issued.h"
#include "app/signer/key-book.h"
#include "app/signer/limits.h"
#include "app/signer/moment.h"
#include "app/signer/operators.h"
#include "app/signer/rate.h"
#include "app/signer/window.h"

G_BEGIN_DECLS

/* What the ledger's entries amount to. It changes by entries alone, at the start as later, so a
 * restart forgets nothing. Everything here is read by the desks and written in state.c. */
typedef struct {
  ZmMoment     now;         /* when the entries are taken in; the owner sets it */
  ZmOperators *operators;
  ZmDelays    *delays;
  ZmWindow     window;
  ZmRate       rate;
  ZmIssued    *issued;
  GHashTable  *retired;         /* device ids that were not certified again since */
  ZmLimits     limits;
  ZmMandate *mandate;
  ZmKeyBook   *key_book;
  gint64       crl_number;      /* of the last CRL; 0: none yet */
  gboolean     crl_behind;      /* something was revoked after it */
  gint64       checkpoint_size; /* of the last signed checkpoint; 0: none yet */
  guint8       checkpoint_root[ZM_SHA256_LENGTH];
  guint        log_restarts;    /* how often records of the audit log were lost */
  ZmInstant    clock;           /* the latest time that an entry states */
} ZmState;

ZmState  *zm_state_new         (const ZmSecret  *pepper,
                                ZmMoment         now);
void      zm_state_free        (ZmState         *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmState, zm_state_free)

/* A ZmLedgerFunc; data is the ZmState. An entry without sense here is ZM_ERROR_CORRUPT with check
 * "ledger.entry". */
gboolean  zm_state_take_entry  (const json_t    *entry,
                                gpointer         data,
                                GError         **error);
gboolean  zm_state_is_retired  (ZmState         *state,
                                const char      *device_id);
/* Certificates bear times, so nothing is issued by a clock that went back by more than five
 * minutes. An administrator who opens a window vouches for the clock as it is. Sets check
 * "clock.backwards". */
gboolean  zm_state_check_clock (ZmState         *state,
                                ZmInstant        now,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
