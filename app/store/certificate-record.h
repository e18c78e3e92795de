#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Every certificate that was issued here or imported, kept for ever. */

typedef enum {
  ZM_CERTIFICATE_DEVICE,
  ZM_CERTIFICATE_CANARY,
  ZM_CERTIFICATE_STATION,
  ZM_CERTIFICATE_SERVER,
  ZM_CERTIFICATE_INTERMEDIATE,
  ZM_CERTIFICATE_ROOT,
} ZmCertificateKind;

typedef enum {
  ZM_CERTIFICATE_ISSUED,
  ZM_CERTIFICATE_ACTIVE, /* proven in use */
  ZM_CERTIFICATE_REVOKED,
  ZM_CERTIFICATE_SUPERSEDED,
} ZmCertificateState;

typedef enum {
  ZM_CERTIFICATE_HERE,    /* by this station's signer, or taken when the authority was founded */
  ZM_CERTIFICATE_ADOPTED, /* the device had it already: the signer knows nothing of it */
} ZmCertificateOrigin;

typedef struct {
  char *serial; /* 32 upper-case hex digits; up to 40 from a foreign CA */
  char *issuer_sha256; /* of the issuer's certificate; a root's own */
  char *device_id;  /* NULL where no device is meant */
  char *session_id; /* NULL where no session made it */
  ZmCertificateKind kind;
  GBytes *der;
  char *key_sha256; /* of the SubjectPublicKeyInfo */
  ZmInstant not_before;
  ZmInstant not_after;
  ZmInstant issued_at;
  ZmCertificateState state;
  ZmInstant revoked_at; /* 0 unless revoked */
  char *revocation_reason;
  ZmCertificateOrigin origin;
} ZmCertificateRecord;

/* What the store knows of a public key, whichever certificate had it. */
typedef struct {
  char *other_device_id; /* a device with this key, other than the one asked for; or NULL */
  char *revoked_serial;  /* a revoked certificate with this key; or NULL */
} ZmKeyHistory;

const char          *zm_certificate_record_kind_name      (ZmCertificateKind kind);
const char          *zm_certificate_record_state_name     (ZmCertificateState state);

void                 zm_certificate_record_free           (ZmCertificateRecord *record);
void                 zm_certificate_record_clear_history  (ZmKeyHistory *history);

/* The same serial of the same issuer: "database.constraint" (ZM_ERROR_CONFLICT). */
gboolean             zm_certificate_record_insert         (ZmDatabase                 *database,
                                                           const ZmCertificateRecord  *record,
                                                           GError                    **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Foreign CAs may repeat a serial: then the one for a device is meant. Sets check
 * "certificate.unknown" (ZM_ERROR_NOT_FOUND), as do the functions that change a state. */
ZmCertificateRecord *zm_certificate_record_get            (ZmDatabase  *database,
                                                           const char  *serial,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* ZmCertificateRecord, the newest first. */
GPtrArray           *zm_certificate_record_list           (ZmDatabase  *database,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *zm_certificate_record_list_of_device (ZmDatabase  *database,
                                                           const char  *device_id,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *zm_certificate_record_list_of_kind   (ZmDatabase         *database,
                                                           ZmCertificateKind   kind,
                                                           GError            **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Of devices, not revoked, though their session failed or was given up. */
GPtrArray           *zm_certificate_record_list_left_over (ZmDatabase  *database,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* All that are in use of the devices that have more than one in use. */
GPtrArray           *zm_certificate_record_list_doubled   (ZmDatabase  *database,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Those that were issued here: what the signer knows, too. */
gboolean             zm_certificate_record_count          (ZmDatabase         *database,
                                                           ZmCertificateKind   kind,
                                                           gint64             *count,
                                                           GError            **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* The same, of those that stand as revoked. */
gboolean             zm_certificate_record_count_revoked  (ZmDatabase         *database,
                                                           ZmCertificateKind   kind,
                                                           gint64             *count,
                                                           GError            **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Of those neither revoked nor superseded, the ones that end before then; 0: whenever they end. */
gboolean             zm_certificate_record_count_ending   (ZmDatabase         *database,
                                                           ZmCertificateKind   kind,
                                                           ZmInstant           before,
                                                           gint64             *count,
                                                           GError            **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Revoked stays revoked: such a one counts as unknown here. */
gboolean             zm_certificate_record_set_state      (ZmDatabase          *database,
                                                           const char          *serial,
                                                           const char          *issuer_sha256,
                                                           ZmCertificateState   state,
                                                           GError             **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* Once only: a revoked certificate keeps its first time and reason and counts as unknown. */
gboolean             zm_certificate_record_revoke         (ZmDatabase  *database,
                                                           const char  *serial,
                                                           const char  *issuer_sha256,
                                                           ZmInstant    revoked_at,
                                                           const char  *reason,
                                                           GError     **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;
/* For a key that device_id presents. Only certificates count: a key hash that a session merely
 * claimed proves nothing about its owner. history is zeroed or was filled before. */
gboolean             zm_certificate_record_find_key       (ZmDatabase    *database,
                                                           const char    *key_sha256,
                                                           const char    *device_id,
                                                           ZmKeyHistory  *history,
                                                           GError       **error)
                                                           G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCertificateRecord, zm_certificate_record_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmKeyHistory, zm_certificate_record_clear_history)

G_END_DECLS
