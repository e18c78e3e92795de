#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Where a station's authority comes from, by what the audit log says: no signer is asked. */

typedef enum {
  ZM_AUTHORITY_FROM_NOWHERE, /* there is none, and nobody was asked for one */
  ZM_AUTHORITY_FROM_MEDIUM,  /* the root key was made here, on a removable medium */
  ZM_AUTHORITY_FROM_OUTSIDE, /* a hospital's own CA */
} ZmAuthoritySource;

typedef struct {
  ZmAuthoritySource source;
  ZmInstant         founded;     /* when the certificates in force were taken; 0: never */
  ZmInstant         asked;       /* when the requests that nobody answered were written; 0: none wait */
  char             *asked_by;
  char             *folder;      /* of those requests, on this machine; NULL: not recorded */
  char             *intermediate_sha256; /* of the request */
  char             *station_sha256;
} ZmAuthorityOrigin;

ZmAuthorityOrigin *zm_authority_origin_read (ZmDatabase         *database,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               zm_authority_origin_free (ZmAuthorityOrigin  *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuthorityOrigin, zm_authority_origin_free)

G_END_DECLS
