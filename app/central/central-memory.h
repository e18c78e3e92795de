#pragma once

#include "app/pki/crl.h"

G_BEGIN_DECLS

/* What outlives the process: the newest revocation list of each file, in a directory of mode 0700
 * under the file's own name. So an older list is refused after a restart as well, and a file that
 * was damaged meanwhile does not keep everybody out. */

/* *crl is NULL where nothing is kept, or the list of a CA that is none of authorities (elements
 * ZmCertificate) any more. Sets check "central.memory" (ZM_ERROR_CORRUPT) for anything else. */
gboolean zm_central_memory_recall (const char  *directory,
                                   const char  *name,
                                   GPtrArray   *authorities,
                                   ZmCrl      **crl,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Durably. Sets the checks of files. */
gboolean zm_central_memory_keep   (const char  *directory,
                                   const char  *name,
                                   ZmCrl       *crl,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
