#pragma once

#include "app/base/instant.h"
#include "app/base/json.h"
#include "app/base/secret.h"

G_BEGIN_DECLS

/* The append-only memory of the signer: a line of canonical JSON (RFC 8785) for each fact, with
 * seq (from 1), time, kind, the fact's own members, and mac = HMAC-SHA256 (key, mac of the line
 * before or 32 zero bytes ‖ the line without mac). It is durable before append returns. What the
 * facts mean is the state's business. */

#define ZM_LEDGER_LINE_MAX (256 * 1024) /* bytes */

typedef struct _ZmLedger ZmLedger;

/* Takes one fact in, at opening each one that stands there. A failure stops the opening. */
typedef gboolean (*ZmLedgerFunc) (const json_t  *entry,
                                  gpointer       data,
                                  GError       **error);

/* An empty ledger at path, replacing one that was never used. Its first entry must be appended
 * before anything is written that says there is a ledger. Sets check "file.write". */
ZmLedger *zm_ledger_create       (const char      *path,
                                  const ZmSecret  *key,
                                  ZmLedgerFunc     func,
                                  gpointer         data,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads all of it. A last line without line feed was never acknowledged and is cut off. Everything
 * else that does not fit is ZM_ERROR_CORRUPT: "ledger.empty" (also if there is no file),
 * "ledger.line", "ledger.sequence", "ledger.mac". */
ZmLedger *zm_ledger_open         (const char      *path,
                                  const ZmSecret  *key,
                                  ZmLedgerFunc     func,
                                  gpointer         data,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_ledger_free         (ZmLedger        *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLedger, zm_ledger_free)

/* Takes members, completes them, writes the line, syncs, and hands the entry to func. After a
 * failed write nothing of it stands in the file; if even that cannot be said, every later append
 * fails. Sets check "ledger.write". */
gboolean  zm_ledger_append       (ZmLedger        *ledger,
                                  const char      *kind,
                                  ZmInstant        time,
                                  json_t          *members,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of the last entry; 0 in an empty ledger. */
gint64    zm_ledger_get_sequence (ZmLedger        *ledger);

G_END_DECLS
