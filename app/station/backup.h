#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Copies of a station, and the way back from one. */

/* Into out, which must not exist: database, configuration, certificates, revocation lists,
 * checkpoints, the canary, and then the signer's keys (sealed as they are) and ledger, so that the
 * ledger is never behind the database. *with_signer is FALSE where the signer's folder is another
 * user's, who then copies it. The station may be at work, or unable to write. */
gboolean zm_backup_make     (const char   *station_directory,
                             const char   *out,
                             gboolean     *with_signer,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the database of such a copy into place, while nobody works with the station ("lease.taken").
 * What was there is kept in a folder of the station, whose path goes to *aside. Nothing is touched
 * if the copy is not sound. Interrupted, it can be done again. */
gboolean zm_backup_put_back (const char   *station_directory,
                             const char   *from,
                             char        **aside,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
