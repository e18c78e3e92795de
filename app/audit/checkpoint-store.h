#pragma once

#include "app/audit/checkpoint.h"

G_BEGIN_DECLS

/* Checkpoints beside the database, one file each, "<size in 20 digits>.note" in a directory of
 * mode 0700: what is there is never replaced. */
typedef struct _ZmCheckpointStore ZmCheckpointStore;

/* Makes the directory if there is none. The key is that of the notes, and is copied. */
ZmCheckpointStore *zm_checkpoint_store_open          (const char         *directory,
                                                      ZmNoteKey          *key,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;
/* For reading only, wherever it is and whoever owns it: a copy on a medium. */
ZmCheckpointStore *zm_checkpoint_store_open_existing (const char         *directory,
                                                      ZmNoteKey          *key,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;
void               zm_checkpoint_store_free          (ZmCheckpointStore  *store);

/* Durably. The same head once more is no error; another head of the same size is check
 * "checkpoint.conflict" (ZM_ERROR_CORRUPT): the log has two histories. */
gboolean           zm_checkpoint_store_add           (ZmCheckpointStore  *store,
                                                      const char         *note,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;
/* ZmCheckpoint, by size. The name of the first file that is none of ours although it is called
 * so goes to *damaged (may be NULL), with NULL where there is none: that is no error here. */
GPtrArray         *zm_checkpoint_store_list          (ZmCheckpointStore  *store,
                                                      char              **damaged,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;
/* Takes the checkpoint of this size out of the list; its file stays, under another name. */
gboolean           zm_checkpoint_store_set_aside     (ZmCheckpointStore  *store,
                                                      guint64             size,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;
/* The one of the largest size, as it was added. Sets check "checkpoint.none"
 * (ZM_ERROR_NOT_FOUND), or what is wrong with it. */
char              *zm_checkpoint_store_get_newest    (ZmCheckpointStore  *store,
                                                      GError            **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCheckpointStore, zm_checkpoint_store_free)

G_END_DECLS
