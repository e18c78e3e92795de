#pragma once

#include "app/base/instant.h"
#include "app/base/json.h"
#include "app/pki/crl.h"

G_BEGIN_DECLS

/* One certificate of the intermediate's, from its preparation to its revocation. */

typedef enum {
  ZM_ISSUE_PREPARED,  /* its TBS is durable, nothing is signed */
  ZM_ISSUE_SIGNED,
  ZM_ISSUE_CANCELLED, /* will never be signed */
} ZmIssueState;

typedef struct {
  ZmIssueState  state;
  gboolean      canary;
  char         *serial;
  char         *device_id;  /* this and all up to the certificate may be NULL of a recovered one */
  char         *device_label;
  char         *session;    /* NULL for a canary */
  ZmInstant     prepared_at; /* 0 for a canary */
  char         *csr_sha256;
  char         *key_hash;
  gint64        window;     /* id of the window it was counted in */
  GBytes       *tbs;        /* until it is cancelled */
  char         *tbs_sha256; /* hex */
  GBytes       *certificate; /* DER */
  ZmInstant     not_after;   /* of the certificate */
  gboolean      revoked;
  ZmInstant     revoked_at;
  ZmReason      reason;
} ZmIssue;

/* A TBS that was not signed within a day is never signed: what it was judged by may not hold any
 * more, and its validity began when it was prepared. */
#define ZM_ISSUE_PREPARED_MAX ZM_INSTANT_DAY

/* From a ledger entry "issue.prepared", of this time, or "canary.issued". */
ZmIssue *zm_issue_new_prepared (const json_t  *entry,
                                ZmInstant      time,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmIssue *zm_issue_new_canary   (const json_t  *entry,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* From "issue.recovered": a certificate whose preparation the ledger does not tell any more; and
 * from "revocation.recovered": one that is known by its serial number alone, and stays revoked. */
ZmIssue *zm_issue_new_recovered (const json_t  *entry,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmIssue *zm_issue_new_revoked  (const json_t  *entry,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void     zm_issue_free         (ZmIssue       *issue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmIssue, zm_issue_free)

gboolean zm_issue_is_stale     (const ZmIssue *issue,
                                ZmInstant      now);
/* Take the certificate of "issue.signed", the cancelling, the revocation of "issue.revoked". */
gboolean zm_issue_sign         (ZmIssue       *issue,
                                const json_t  *entry,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void     zm_issue_cancel       (ZmIssue       *issue);
gboolean zm_issue_revoke       (ZmIssue       *issue,
                                const json_t  *entry,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
