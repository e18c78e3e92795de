#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* What the signer was about to sign, durable before it signs: after a crash each intent without a
 * result is signed as it stands or revoked. */

typedef enum {
  ZM_INTENT_OPEN,
  ZM_INTENT_SIGNED,
  ZM_INTENT_REVOKED,
} ZmIntentResult;

typedef struct {
  gint64 id; /* 0 until inserted */
  char *session_id; /* NULL for a canary */
  char *serial; /* 32 upper-case hex digits */
  GBytes *tbs_der;
  char *tbs_sha256;
  ZmInstant created_at;
  ZmIntentResult result;
  ZmInstant resolved_at; /* 0 while open */
} ZmIntentRecord;

void            zm_intent_record_free            (ZmIntentRecord  *record);

/* Fills id. A serial or a TBS that was there before: "database.constraint". */
gboolean        zm_intent_record_insert          (ZmDatabase      *database,
                                                  ZmIntentRecord  *record,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "intent.unknown" (ZM_ERROR_NOT_FOUND), as does what follows. */
ZmIntentRecord *zm_intent_record_get             (ZmDatabase      *database,
                                                  const char      *serial,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Once only: an intent that has a result keeps it. */
gboolean        zm_intent_record_resolve         (ZmDatabase      *database,
                                                  gint64           id,
                                                  ZmIntentResult   result,
                                                  ZmInstant        resolved_at,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmIntentRecord, the oldest first. */
GPtrArray      *zm_intent_record_list_open       (ZmDatabase      *database,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *zm_intent_record_list_of_session (ZmDatabase      *database,
                                                  const char      *session_id,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmIntentRecord, zm_intent_record_free)

G_END_DECLS
