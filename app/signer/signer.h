#pragma once

#include "app/signer/approvals.h"
#include "app/signer/keystore.h"
#include "app/signer/ledger.h"
#include "app/signer/place.h"
#include "app/signer/state.h"
#include "app/signer/tokens.h"

G_BEGIN_DECLS

typedef struct _ZmWitness ZmWitness;

/* What all desks of the signer work with. A desk is a file with the handlers of some requests; the
 * table in signer.c says which. */
typedef struct {
  ZmPlace    *place;
  ZmKeystore *keystore;
  ZmState    *state;
  ZmLedger   *ledger;
  ZmTokens   *tokens;
  ZmApprovals *approvals;
  ZmWitness  *witness;    /* what others hold of this signer's making */
  ZmKey      *draft_key;  /* worthless: it signs what is only to be read */
  gint64      code_hour;  /* on the running clock */
  guint       code_count; /* of code hashes in that hour */
} ZmSigner;

/* Who asks, and when. */
typedef struct {
  uid_t       peer;
  const char *token;    /* hex; NULL: none was sent */
  const char *operator; /* NULL: nobody signed in; lives as long as the token does */
  ZmRole      role;
  char       *approver; /* the second person; NULL: none was needed */
  ZmMoment    now;
} ZmCaller;

/* Handles a request whose members and role were checked. Gives the answer's object. */
typedef json_t *(*ZmSignerHandler) (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const json_t    *request,
                                    GError         **error);

#define ZM_SIGNER_CODES_PER_HOUR 600

/* Makes keys, ledger and the first administrator below the station's directory. Interrupted, it
 * can be done again. Checks "signer.exists", "passphrase.short", "operator.…". */
gboolean  zm_signer_create (const char      *station,
                            const ZmSecret  *passphrase,
                            const char      *administrator,
                            const ZmSecret  *pin,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens everything that is ever opened. Checks "signer.missing", "seal.passphrase", "ledger.…",
 * "keystore.older" for a keystore without a key that the ledger knows. */
ZmSigner *zm_signer_open   (const char      *station,
                            const ZmSecret  *passphrase,
                            ZmMoment         now,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_signer_free   (ZmSigner        *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSigner, zm_signer_free)

/* One request in, one answer out, never NULL. */
GBytes   *zm_signer_answer (ZmSigner        *signer,
                            uid_t            peer,
                            ZmMoment         now,
                            const guint8    *request,
                            gsize            length);
/* For the desks: makes a fact durable, with who caused it, and then true. Takes members. */
gboolean  zm_signer_record (ZmSigner        *signer,
                            const ZmCaller  *caller,
                            const char      *kind,
                            json_t          *members,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
