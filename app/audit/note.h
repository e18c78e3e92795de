#pragma once

#include "app/audit/note-key.h"

G_BEGIN_DECLS

/* C2SP signed-note with Ed25519: a text of whole lines, an empty line, and a line for each
 * signature, "— <name> <base64 of key id ‖ signature>". Signatures of other keys may stand beside
 * ours and are not judged. */

#define ZM_NOTE_SIZE_MAX       16384 /* bytes */
#define ZM_NOTE_SIGNATURES_MAX 16

/* The note around text, which ends with a line feed, and a signature over it. Checks that the
 * signature is the key's: "checkpoint.signature". */
char *zm_note_seal (const char  *text,
                    ZmNoteKey   *key,
                    GBytes      *signature,
                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a note that the key has signed. Sets check "checkpoint.note" (malformed) or
 * "checkpoint.signature" (ZM_ERROR_REFUSED: none of this key, or a wrong one). */
char *zm_note_open (const char  *note,
                    gsize        length,
                    ZmNoteKey   *key,
                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
