#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* A whole copy of a database as it stands at one moment, others may write meanwhile: a file of its
 * own (mode 0600, durable) at path, where there must be nothing, sound in every page. Not inside a
 * transaction. Sets check "file.exists" or "file.write", or the database's own. */
gboolean zm_snapshot_write (ZmDatabase      *database,
                            const ZmSchema  *schema,
                            const char      *path,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
