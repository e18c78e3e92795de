#pragma once

#include "app/pki/key.h"
#include "app/signer/ceremony.h"
#include "app/signer/ledger.h"
#include "app/signer/root-book.h"

G_BEGIN_DECLS

#define ZM_CEREMONY_KEY_FILE    "root.key"
#define ZM_CEREMONY_ROOT_FILE   "root.pem"
#define ZM_CEREMONY_LEDGER_FILE "root-ledger.jsonl"

/* What the handlers of the ceremony's requests work with. */
struct _ZmCeremony {
  char           *media;
  int             lock;       /* the directory, locked */
  const ZmSecret *passphrase;
  ZmKey          *key;        /* this and the next three are NULL as long as there is no root */
  ZmCertificate  *root;
  ZmLedger       *ledger;
  ZmRootBook     *book;
};

/* Handles a request whose members were checked. Gives the answer's object. */
typedef json_t *(*ZmCeremonyHandler) (ZmCeremony    *ceremony,
                                      const json_t  *request,
                                      GError       **error);

/* Checks "ceremony.root": there is a root. */
gboolean  zm_ceremony_check_root (ZmCeremony    *ceremony,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens the root's files after they were made or found. */
gboolean  zm_ceremony_load_root  (ZmCeremony    *ceremony,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ledger's key follows from the root key, so nothing else needs to be kept. */
ZmSecret *zm_ceremony_derive_ledger_key (ZmKey *root_key);
/* The path of a file on the media. */
char     *zm_ceremony_build_path (ZmCeremony    *ceremony,
                                  const char    *name);

G_END_DECLS
