#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Every revocation list that was published or imported. */

typedef struct {
  char *issuer_sha256; /* of the issuer's certificate */
  gint64 number;       /* crlNumber */
  GBytes *der;
  ZmInstant this_update;
  ZmInstant next_update;
} ZmCrlRecord;

void         zm_crl_record_free        (ZmCrlRecord        *record);

/* A number that was used before: "database.constraint" (ZM_ERROR_CONFLICT). */
gboolean     zm_crl_record_insert      (ZmDatabase         *database,
                                        const ZmCrlRecord  *record,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* With the highest number. Sets check "crl.unknown" (ZM_ERROR_NOT_FOUND). */
ZmCrlRecord *zm_crl_record_get_newest  (ZmDatabase         *database,
                                        const char         *issuer_sha256,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmCrlRecord, the newest of each issuer. */
GPtrArray   *zm_crl_record_list_newest (ZmDatabase         *database,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCrlRecord, zm_crl_record_free)

G_END_DECLS
