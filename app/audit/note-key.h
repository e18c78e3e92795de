#pragma once

#include "app/pki/public-key.h"

G_BEGIN_DECLS

/* The verifier key of a signed note (C2SP signed-note): a name and an Ed25519 public key, as text
 * "<name>+<8 hex digits>+<base64 of 01 ‖ key>". */
typedef struct _ZmNoteKey ZmNoteKey;

#define ZM_NOTE_KEY_NAME_MAX 128 /* bytes */

/* name: not empty, UTF-8, without white space, control characters and '+'. Sets check
 * "checkpoint.key". */
ZmNoteKey   *zm_note_key_new        (const char   *name,
                                     ZmPublicKey  *key,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
ZmNoteKey   *zm_note_key_parse      (const char   *text,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         zm_note_key_free       (ZmNoteKey    *key);

char        *zm_note_key_format     (ZmNoteKey    *key);
const char  *zm_note_key_get_name   (ZmNoteKey    *key);
ZmPublicKey *zm_note_key_get_public (ZmNoteKey    *key);
/* The first four bytes of SHA-256 (name ‖ 0A ‖ 01 ‖ key), big endian. */
guint32      zm_note_key_get_id     (ZmNoteKey    *key);
gboolean     zm_note_key_is_name    (const char   *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmNoteKey, zm_note_key_free)

G_END_DECLS
