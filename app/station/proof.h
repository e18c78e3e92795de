#pragma once

#include "app/labels/proof-card.h"
#include "app/pki/certificate.h"
#include "app/store/session-record.h"
#include "app/store/test-record.h"

G_BEGIN_DECLS

/* From what is on record of a session to its proof card. Pure: records in, card out. */
typedef struct {
  const ZmSessionRecord *session;
  GPtrArray             *tests;        /* ZmTestRecord, the oldest first; the last of a kind counts */
  ZmCertificate         *certificate;  /* the session's; NULL if none was issued */
  const char            *device_label; /* the registry's; may be NULL */
  const char            *desk;
} ZmProofSources;

ZmProofCard *zm_proof_make (const ZmProofSources  *sources);

G_END_DECLS
