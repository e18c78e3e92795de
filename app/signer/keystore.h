#pragma once

#include "app/base/secret.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* All keys of a signer, and the file that keeps them, sealed, never plain. The file only grows: a
 * generation for each change, each with all keys; the last whole one counts. The first is sealed
 * under the passphrase, every later one under a random key within the first: so the passphrase
 * need not be kept, and no file needs to be opened after the start. */

#define ZM_KEYSTORE_SECRET_LENGTH   32 /* bytes of each symmetric key */
#define ZM_KEYSTORE_SERVER_KEYS_MAX 64

typedef struct _ZmKeystore ZmKeystore;

/* Fresh keys, in memory only. */
ZmKeystore     *zm_keystore_generate            (GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes their file, which must not exist. Sets check "file.exists" or "file.write". */
gboolean        zm_keystore_store               (ZmKeystore      *keystore,
                                                 const char      *path,
                                                 const ZmSecret  *passphrase,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Checks "file.read", "file.mode", "seal.passphrase", "keystore.format". */
ZmKeystore     *zm_keystore_open                (const char      *path,
                                                 const ZmSecret  *passphrase,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            zm_keystore_free                (ZmKeystore      *keystore);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmKeystore, zm_keystore_free)

/* All borrowed. */
ZmKey          *zm_keystore_get_intermediate    (ZmKeystore      *keystore); /* EC P-256 */
ZmKey          *zm_keystore_get_station         (ZmKeystore      *keystore); /* EC P-256 */
ZmKey          *zm_keystore_get_checkpoint      (ZmKeystore      *keystore); /* Ed25519 */
const ZmSecret *zm_keystore_get_code_key        (ZmKeystore      *keystore);
const ZmSecret *zm_keystore_get_pepper          (ZmKeystore      *keystore);
const ZmSecret *zm_keystore_get_ledger_key      (ZmKeystore      *keystore);
/* NULL: there is no such key. */
const ZmSecret *zm_keystore_get_server_key      (ZmKeystore      *keystore,
                                                 const char      *key_id);
/* Makes a fresh one and writes a generation with it, durably; only in an opened keystore. One of
 * this name that was there is replaced, so the caller has made sure that it was never used. Sets
 * check "keystore.full" or "keystore.write". */
gboolean        zm_keystore_add_server_key      (ZmKeystore      *keystore,
                                                 const char      *key_id,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
