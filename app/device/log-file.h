#pragma once

#include "app/base/instant.h"
#include "app/device/log-key.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* The file of the log, audit.db. A build with SQLCipher keeps it encrypted from its first byte,
 * and takes over one that was begun in the clear; a build without keeps it in the clear and
 * refuses an encrypted one, check "log.encrypted". Whatever is wrong with the file or its key, no
 * empty log is begun beside it: with an identity there must be a log, check "log.missing". */

#define ZM_LOG_FILE "audit.db"

/* owner: the key of the identity in use, or the pending one where there is none. established:
 * there is an identity. *key is NULL where the log is in the clear. Sets the checks above and
 * those of log-key.h and log-takeover.h. */
ZmDatabase *zm_log_file_open      (const ZmDeviceState  *state,
                                   ZmKey                *owner,
                                   gboolean              established,
                                   ZmLogKey            **key,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* For reading, also while the device runs: what opens the log in directory; NULL, and no error,
 * for one in the clear or none. */
gboolean    zm_log_file_find_key  (const char           *directory,
                                   ZmSecret            **key,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives the log and its key other names, so that a new log can begin. *name is the log's; NULL if
 * nothing was there. */
gboolean    zm_log_file_set_aside (const ZmDeviceState  *state,
                                   ZmInstant             now,
                                   char                **name,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
