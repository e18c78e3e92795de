#pragma once

#include "app/signer/issue.h"

G_BEGIN_DECLS

/* All certificates of the intermediate's, found by what a request names. */
typedef struct _ZmIssued ZmIssued;

ZmIssued   *zm_issued_new          (void);
void        zm_issued_free         (ZmIssued    *issued);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmIssued, zm_issued_free)

/* Takes issue; FALSE and nothing taken if the serial number is there already. */
gboolean    zm_issued_add          (ZmIssued    *issued,
                                    ZmIssue     *issue) G_GNUC_WARN_UNUSED_RESULT;
/* Each gives NULL for what is not there; of one session the latest. */
ZmIssue    *zm_issued_find         (ZmIssued    *issued,
                                    const char  *serial);
ZmIssue    *zm_issued_find_tbs     (ZmIssued    *issued,
                                    const char  *tbs_sha256);
ZmIssue    *zm_issued_find_session (ZmIssued    *issued,
                                    const char  *session);
guint       zm_issued_count        (ZmIssued    *issued);
/* In the order of their preparation. */
ZmIssue    *zm_issued_get          (ZmIssued    *issued,
                                    guint        index);
/* Of devices, not of canaries. */
guint       zm_issued_count_signed (ZmIssued    *issued);
/* The same of those that are revoked, with the ones that came back by their number alone. */
guint       zm_issued_count_revoked (ZmIssued   *issued);
/* The canary that has this key. */
ZmIssue    *zm_issued_find_canary  (ZmIssued    *issued,
                                    const char  *key_hash);
/* What is known of a key: another device that it was prepared or signed for, or NULL, and whether
 * it stood in a certificate that is revoked. */
const char *zm_issued_find_key     (ZmIssued    *issued,
                                    const char  *key_hash,
                                    const char  *device_id,
                                    gboolean    *revoked);
/* What a CRL of now must list: ZmCrlEntry elements, whose serial numbers are borrowed. A
 * certificate that has expired a month ago is refused without its entry (RFC 5280 section 3.3), and
 * a CRL must fit into one answer. */
GArray     *zm_issued_list_revoked (ZmIssued    *issued,
                                    ZmInstant    now);

G_END_DECLS
