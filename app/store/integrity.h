#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Both read the whole file, about a second for 100 MB, and set check "database.corrupt". */

/* Every page, and that each index tells the same as its table. */
gboolean zm_integrity_check_pages (ZmDatabase      *database,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Foreign keys as well, and that nothing was added to or taken from the schema: check
 * "database.schema" (ZM_ERROR_CORRUPT). */
gboolean zm_integrity_check       (ZmDatabase      *database,
                                   const ZmSchema  *schema,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
