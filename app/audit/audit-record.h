#pragma once

#include "app/base/instant.h"
#include "app/base/json.h"
#include "app/pki/digest.h"
#include "app/store/statement.h"

G_BEGIN_DECLS

/* One row of security_audit_log. Its hash is SHA-256 (00 ‖ JCS of the row without the hash), with
 * absent columns left out and detail as the JSON object that it is: at the same time the link of
 * the chain and the RFC 6962 leaf of the row. */

#define ZM_AUDIT_TEXT_MAX   256   /* bytes of any column but detail */
#define ZM_AUDIT_DETAIL_MAX 16384 /* bytes of detail in its canonical form */
#define ZM_AUDIT_FIRST_PREV "0000000000000000000000000000000000000000000000000000000000000000"

typedef enum {
  ZM_AUDIT_SUCCESS,
  ZM_AUDIT_FAILURE,
  ZM_AUDIT_UNKNOWN,
} ZmAuditOutcome;

typedef struct {
  gint64 seq;     /* from 1; this and the next, desk and the hashes are the log's to fill */
  ZmInstant time;
  char *actor;    /* who: a person's name, "system", a device */
  char *role;
  char *desk;
  char *port;     /* port, session and device may be NULL */
  char *session;
  char *device;
  char *action;   /* lower-case words joined by '.' and '-': "pairing.code-checked" */
  ZmAuditOutcome outcome;
  json_t *detail; /* an object; NULL is written as an empty one. Never a secret or a live code */
  char *prev_hash;
  char *hash;
} ZmAuditRecord;

ZmAuditRecord *zm_audit_record_new           (const char           *actor,
                                              const char           *role,
                                              const char           *action,
                                              ZmAuditOutcome        outcome);
void           zm_audit_record_free          (ZmAuditRecord        *record);
/* Each may be NULL. */
void           zm_audit_record_set_place     (ZmAuditRecord        *record,
                                              const char           *port,
                                              const char           *session,
                                              const char           *device);

const char    *zm_audit_record_outcome_name  (ZmAuditOutcome        outcome);
gboolean       zm_audit_record_outcome_parse (const char           *name,
                                              ZmAuditOutcome       *outcome);

/* The hashed bytes after the 00. Sets check "audit.record" (ZM_ERROR_INVALID) where a column or
 * detail has no place in the log. */
GBytes        *zm_audit_record_canonical     (const ZmAuditRecord  *record,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* Computed from the row, whatever its hash says. */
gboolean       zm_audit_record_digest        (const ZmAuditRecord  *record,
                                              guint8                hash[ZM_SHA256_LENGTH],
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* The text of the column detail. */
char          *zm_audit_record_detail_text   (const ZmAuditRecord  *record,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* The whole row with its hash, as it is exported. */
json_t        *zm_audit_record_to_json       (const ZmAuditRecord  *record);

/* What zm_audit_record_read() expects to have been selected. */
#define ZM_AUDIT_COLUMNS \
  "seq, time, actor, role, desk, port, session, device, action, outcome, detail, prev_hash, hash"
/* The row, believing nothing: another type, another spelling of a value or
 * invalid UTF-8 is check "audit.row" (ZM_ERROR_CORRUPT). The hashes are read, not compared. */
ZmAuditRecord *zm_audit_record_read          (const ZmRow          *row,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditRecord, zm_audit_record_free)

G_END_DECLS
