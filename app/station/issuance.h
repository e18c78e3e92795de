#pragma once

#include "app/station/station.h"
#include "app/store/intent-record.h"
#include "app/store/session-record.h"

G_BEGIN_DECLS

/* From an intent to a stored certificate, for the step that issues and for the recovery that
 * settles what a crash left behind. */

/* Before an intent is stored: the TBS that the signer has prepared is for this session's device and
 * key and bears the intent's serial number. Otherwise "issue.answer" (ZM_ERROR_CORRUPT). */
gboolean       zm_issuance_check (const ZmIntentRecord   *intent,
                                  const ZmSessionRecord  *session,
                                  GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Has the signer sign the intent's TBS as it stands, and judges what comes back: by the profile
 * once more, and whether it is what was asked for, for this session's device and key
 * ("issue.answer", ZM_ERROR_CORRUPT). The same certificate however often. */
ZmCertificate *zm_issuance_sign  (ZmStation              *station,
                                  ZmIntentRecord         *intent,
                                  const ZmSessionRecord  *session,
                                  GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the certificate on record and resolves the intent, inside the caller's transaction, with
 * the audit record "certificate.issued". */
gboolean       zm_issuance_store (ZmStation       *station,
                                  ZmIntentRecord  *intent,
                                  ZmCertificate   *certificate,
                                  const char      *device_id,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
