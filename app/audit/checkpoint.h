#pragma once

#include "app/audit/note-key.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* C2SP tlog-checkpoint: who, how many rows, and the tree head over them, as a signed note. The
 * name of the key is the origin. Extension lines are refused: nobody here would judge them. */
typedef struct {
  char *origin;
  guint64 size;
  guint8 root[ZM_SHA256_LENGTH];
} ZmCheckpoint;

ZmCheckpoint *zm_checkpoint_new    (const char          *origin,
                                    guint64              size,
                                    const guint8         root[ZM_SHA256_LENGTH]);
void          zm_checkpoint_free   (ZmCheckpoint        *checkpoint);

/* The text that is signed. */
char         *zm_checkpoint_format (const ZmCheckpoint  *checkpoint);
/* Strict: one spelling for each checkpoint. Sets check "checkpoint.text". */
ZmCheckpoint *zm_checkpoint_parse  (const char          *text,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* The signed note, for whoever has the key. */
char         *zm_checkpoint_sign   (const ZmCheckpoint  *checkpoint,
                                    ZmKey               *key,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The checkpoint in a note that the key has signed as its own. Sets the checks of note.h and
 * "checkpoint.text", "checkpoint.origin". */
ZmCheckpoint *zm_checkpoint_open   (const char          *note,
                                    gsize                length,
                                    ZmNoteKey           *key,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCheckpoint, zm_checkpoint_free)

G_END_DECLS
