#pragma once

#include "app/audit/audit-verifier.h"

G_BEGIN_DECLS

/* What the last verification found wrong, kept beside the log, which is evidence and is not written to:
 * whoever opens the station next is to know. It is no proof of anything; a verification is. */

#define ZM_AUDIT_FINDING_FILE "audit-finding.json" /* in the station's directory */

/* Keeps what is not intact, over an older finding; an intact log makes an older one void. Sets check
 * "file.write". */
gboolean       zm_audit_finding_keep (const char           *station_directory,
                                      const ZmAuditReport  *report,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was kept, without the head and the newest checkpoint; NULL where nothing is, or nothing that
 * can be read. */
ZmAuditReport *zm_audit_finding_read (const char           *station_directory);

G_END_DECLS
