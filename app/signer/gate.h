#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Who is served, by the user id that the kernel gives for the other end of the socket: the signer's
 * own user, root, and the one client of an installation. The mode of the socket's file says the
 * same; this holds where somebody changed it. */
typedef struct {
  uid_t  client;     /* ZM_GATE_NOBODY if there is none */
  uid_t  refused;    /* the last stranger, if there was one */
  gint64 refused_at; /* on the running clock */
} ZmGate;

#define ZM_GATE_NOBODY ((uid_t) -1)
/* The same stranger is recorded again after this time; an attack must not fill the disk. */
#define ZM_GATE_PAUSE  60 /* seconds */

/* The user of this name or number. Sets check "options.client". */
gboolean zm_gate_find_client (const char  *name,
                              uid_t       *client,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL for who may ask; for a stranger the answer, after it was recorded in the ledger. */
GBytes  *zm_gate_refuse      (ZmGate      *gate,
                              ZmSigner    *signer,
                              uid_t        peer,
                              ZmMoment     now);

G_END_DECLS
