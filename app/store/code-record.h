#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Pairing codes, as hashes keyed in the signer; at most one live code for a device. What counts
 * as too many attempts or too old is the station's to say. */

typedef enum {
  ZM_CODE_ISSUED, /* by the registry, typed at the device */
  ZM_CODE_SHOWN,  /* by the device, typed or scanned here */
} ZmCodeOrigin;

typedef enum {
  ZM_CODE_LIVE,
  ZM_CODE_USED,
  ZM_CODE_VOID,
  ZM_CODE_EXPIRED,
} ZmCodeState;

typedef struct {
  gint64 id; /* 0 until inserted */
  char *device_id;
  char *code_hash;
  ZmCodeOrigin origin;
  ZmInstant issued_at;
  ZmInstant expires_at;
  gint64 attempts;
  ZmCodeState state;
  char *session_id; /* that used it, or NULL */
} ZmCodeRecord;

const char   *zm_code_record_state_name (ZmCodeState          state);

void          zm_code_record_free       (ZmCodeRecord        *record);

/* Fills id. A second live code for the device: "database.constraint" (ZM_ERROR_CONFLICT). */
gboolean      zm_code_record_insert     (ZmDatabase          *database,
                                         ZmCodeRecord        *record,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, in place of a live one, which becomes void. */
gboolean      zm_code_record_replace    (ZmDatabase          *database,
                                         ZmCodeRecord        *record,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "code.unknown" (ZM_ERROR_NOT_FOUND), as do the two below it. */
ZmCodeRecord *zm_code_record_get_live   (ZmDatabase          *database,
                                         const char          *device_id,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest code of the device with this hash, in any state: a used one is thus recognised. */
ZmCodeRecord *zm_code_record_find       (ZmDatabase          *database,
                                         const char          *device_id,
                                         const char          *code_hash,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The whole row, by id. */
gboolean      zm_code_record_update     (ZmDatabase          *database,
                                         const ZmCodeRecord  *record,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* From live to used, by one session; somebody was faster: "code.unknown". */
gboolean      zm_code_record_use        (ZmDatabase          *database,
                                         gint64               id,
                                         const char          *session_id,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* A code that was none after all. */
gboolean      zm_code_record_delete     (ZmDatabase          *database,
                                         gint64               id,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest void code of the device that is older than this row. Sets check "code.unknown". */
ZmCodeRecord *zm_code_record_get_displaced (ZmDatabase       *database,
                                            const char       *device_id,
                                            gint64            id,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the live code of every device void. */
gboolean      zm_code_record_void_all   (ZmDatabase          *database,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmCodeRecord, all live ones, by expiry. */
GPtrArray    *zm_code_record_list_live  (ZmDatabase          *database,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCodeRecord, zm_code_record_free)

G_END_DECLS
