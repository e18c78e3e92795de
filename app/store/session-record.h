#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* One provisioning of one device, as it survives a restart. Which transition is allowed is the
 * session's to say (app/station); the store only keeps to one open session for a device. */

typedef enum {
  ZM_SESSION_PAIRED, /* from here to installed: open */
  ZM_SESSION_REQUESTED,
  ZM_SESSION_APPROVED,
  ZM_SESSION_ISSUED,
  ZM_SESSION_DELIVERED,
  ZM_SESSION_INSTALLED,
  ZM_SESSION_VERIFIED,
  ZM_SESSION_FAILED,
  ZM_SESSION_ABANDONED,
} ZmSessionState;

typedef enum {
  ZM_SESSION_PURPOSE_REGISTER,
  ZM_SESSION_PURPOSE_RENEW,
  ZM_SESSION_PURPOSE_REKEY,
  ZM_SESSION_PURPOSE_TAKEOVER,
} ZmSessionPurpose;

typedef struct {
  char *session_id; /* UUID, 36 characters */
  char *device_id;
  ZmSessionPurpose purpose;
  char *port;
  char *tether; /* "usb", "gadget", "virtual" */
  ZmSessionState state;
  char *failed_step;     /* these three: NULL unless failed */
  char *failure_check;
  char *failure_message;
  char *pairing_code;    /* the used code, for the payload; dropped when the session ends */
  gboolean number_confirmed;
  char *device_nonce;    /* hex */
  char *ticket_nonce;    /* hex */
  char *key_sha256;
  GBytes *csr_der;
  char *csr_sha256;
  char *serial;
  char *operator;
  ZmInstant started_at;
  ZmInstant updated_at;
  char *detail; /* a JSON object, or NULL */
} ZmSessionRecord;

const char      *zm_session_record_state_name    (ZmSessionState          state);
gboolean         zm_session_record_state_is_open (ZmSessionState          state);
const char      *zm_session_record_purpose_name  (ZmSessionPurpose        purpose);

void             zm_session_record_free          (ZmSessionRecord        *record);

/* A second open session for the device: "database.constraint" (ZM_ERROR_CONFLICT). */
gboolean         zm_session_record_insert        (ZmDatabase             *database,
                                                  const ZmSessionRecord  *record,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
/* The whole row; drops the pairing code of a session that has ended. Sets check
 * "session.unknown" (ZM_ERROR_NOT_FOUND), as do the two below it. */
gboolean         zm_session_record_update        (ZmDatabase             *database,
                                                  ZmSessionRecord        *record,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
ZmSessionRecord *zm_session_record_get           (ZmDatabase             *database,
                                                  const char             *session_id,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
ZmSessionRecord *zm_session_record_get_open      (ZmDatabase             *database,
                                                  const char             *device_id,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
/* ZmSessionRecord, the newest first; device_id NULL means all devices. */
GPtrArray       *zm_session_record_list          (ZmDatabase             *database,
                                                  const char             *device_id,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *zm_session_record_list_open     (ZmDatabase             *database,
                                                  GError                **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSessionRecord, zm_session_record_free)

G_END_DECLS
