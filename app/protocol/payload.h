#pragma once

#include "app/base/instant.h"
#include "app/pki/certificate.h"
#include "app/pki/key.h"
#include "app/protocol/factory-record.h"

G_BEGIN_DECLS

#define ZM_PAYLOAD_MAX            65536 /* bytes */
#define ZM_PAYLOAD_INSTALL_WINDOW ZM_INSTANT_HOUR

/* What the signer puts into a payload (design section 8). All borrowed. */
typedef struct {
  const char            *device_id;
  const char            *session_id;
  const char            *pairing_code;  /* the used code, "" in a renewal */
  const char            *server_url;
  ZmCertificate *const  *chain;         /* leaf, then one to three CAs in order */
  gsize                  chain_length;
  ZmCertificate         *root;
  ZmInstant              issued_at;     /* installBefore follows from it */
} ZmPayloadContent;

/* The payload's text: HMAC under K (of the factory record's form: key_id, mode, key), and the
 * station's signature, which derived mode requires. */
char      *zm_payload_compose  (const ZmPayloadContent  *content,
                                const char              *key_id,
                                const ZmSecret          *device_key,
                                ZmKey                   *station_key,
                                ZmCertificate           *station_certificate,
                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/* A payload that has passed every check. */
typedef struct {
  char          *device_id;
  char          *session_id;  /* NULL in shared mode without our members */
  char          *server_url;
  GPtrArray     *chain;       /* ZmCertificate: leaf, then CAs */
  ZmCertificate *root;
  ZmInstant      issued_at;
  ZmInstant      expires_at;
} ZmPayload;

/* The device's judgement, in the design's order; the error's check is "payload." and the name of
 * the first check that refused: size, json, members, key, signature, root, station-signature,
 * window, identity, chain. key_sha256 is the pending key's. */
ZmPayload *zm_payload_verify   (const void             *data,
                                gsize                   length,
                                const ZmFactoryRecord  *factory,
                                const guint8            key_sha256[ZM_SHA256_LENGTH],
                                ZmInstant               now,
                                GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void       zm_payload_free     (ZmPayload              *payload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPayload, zm_payload_free)

/* https://host[:port][/path] without user, query or fragment. The parts are newly allocated and
 * may be NULL; port is 443 if the URL has none. */
gboolean   zm_payload_parse_url (const char  *url,
                                 char       **host,
                                 guint16     *port,
                                 char       **path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
