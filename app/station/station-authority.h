#pragma once

#include "app/base/json.h"
#include "app/pki/profile.h"

G_BEGIN_DECLS

/* What the signer says of the authority that it issues under. Immutable. */
typedef struct {
  ZmPolicy       policy;
  const char    *server_url;
  const char    *origin;       /* of the checkpoints */
  const char    *verifier_key; /* of the checkpoints: name+hash+base64 */
  ZmCertificate *root;
  GPtrArray     *chain;        /* ZmCertificate: the intermediate, then those above it */
  ZmCertificate *station;
  json_t        *answer;       /* owns the strings above; "keyIds" is [{keyId, mode}] */
} ZmStationAuthority;

/* From the answer to ZM_REQUEST_AUTHORITY_SHOW. Sets check "answer.json". */
ZmStationAuthority *zm_station_authority_new  (json_t               *answer,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                zm_station_authority_free (ZmStationAuthority   *authority);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmStationAuthority, zm_station_authority_free)

G_END_DECLS
