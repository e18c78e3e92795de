#pragma once

#include "app/base/sip-hash.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* All read the whole file, about a second for 100 MB, and set check "database.corrupt". */

/* Every page, and that each index tells the same as its table, in two parts for a file in which one
 * table has nearly all the rows: whoever runs both, which may be at the same time, has all of it in half
 * of its time. An SQLite that cannot
 * look at one table alone (before 3.33, SQLCipher's) does all of it in the first. */
gboolean zm_integrity_check_without (ZmDatabase    *database,
                                     const char    *table,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* See zm_index_check_run() on the key. */
gboolean zm_integrity_check_indexes (ZmDatabase    *database,
                                     const char    *table,
                                     const guint8   key[ZM_SIP_KEY_LENGTH],
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Foreign keys as well, and that nothing was added to or taken from the schema: check
 * "database.schema" (ZM_ERROR_CORRUPT). */
gboolean zm_integrity_check       (ZmDatabase      *database,
                                   const ZmSchema  *schema,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
