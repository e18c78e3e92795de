#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Reads the whole file: every page, index and foreign key. Takes about a second for 100 MB. Sets
 * check "database.corrupt". */
gboolean zm_integrity_check (ZmDatabase  *database,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
