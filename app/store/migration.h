#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Brings a file to its schema's newest version. For zm_database_open() only. */

/* Is this file ours and not newer than the schema? Reads only. Sets check "database.foreign" or
 * "database.version". */
gboolean zm_migration_check (ZmDatabase      *database,
                             const ZmSchema  *schema,
                             ZmDatabaseMode   mode,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Applies the missing steps in order, all in one transaction. */
gboolean zm_migration_apply (ZmDatabase      *database,
                             const ZmSchema  *schema,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
