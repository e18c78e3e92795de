#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Brings a file to its schema's newest version. Of these, only the comparison is for others than
 * zm_database_open(). */

/* Is this file ours and not newer than the schema? Reads only. Sets check "database.foreign" or
 * "database.version". */
gboolean zm_migration_check   (ZmDatabase      *database,
                               const ZmSchema  *schema,
                               ZmDatabaseMode   mode,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the file's tables, indexes and triggers are those that the schema's steps make, up to the
 * version that the file is of: no more, no fewer and no others. Sets check "database.schema"
 * (ZM_ERROR_CORRUPT), with the name of the first that differs. */
gboolean zm_migration_compare (ZmDatabase      *database,
                               const ZmSchema  *schema,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Applies the missing steps in order, all in one transaction, to a file that compares. */
gboolean zm_migration_apply   (ZmDatabase      *database,
                               const ZmSchema  *schema,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
