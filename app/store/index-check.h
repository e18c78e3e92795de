#pragma once

#include "app/base/sip-hash.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Whether each index of a table has its entries in order and, as a whole, those that the rows make:
 * read once each, from the beginning to the end, where SQLite would search every index for every row,
 * which takes four times as long. What is compared is a sum of keyed hashes, so that key must be
 * random and used once.
 *
 * Sets *sure where that is beyond doubt; else nothing is said, and "PRAGMA integrity_check" is to
 * judge: about what differs, and about any index or value that is not plain (a part of the rows,
 * expressions, uniqueness, other collations; anything but NULL and short text). FALSE only where
 * reading failed. */
gboolean zm_index_check_run (ZmDatabase   *database,
                             const char   *table,
                             const guint8  key[ZM_SIP_KEY_LENGTH],
                             gboolean     *sure,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
