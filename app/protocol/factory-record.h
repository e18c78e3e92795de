#pragma once

#include "app/base/secret.h"
#include "app/pki/digest.h"

#include <glib.h>

G_BEGIN_DECLS

/* A server key has one mode for ever (design section 8). */
typedef enum {
  ZM_KEY_MODE_DERIVED, /* K = HKDF of the server key and the deviceId */
  ZM_KEY_MODE_SHARED,  /* K is the server key: the source design, for old firmware */
} ZmKeyMode;

/* What a device knows before it first meets a station. */
typedef struct {
  char       *device_id;
  char       *key_id;
  ZmKeyMode   mode;
  ZmSecret   *key; /* K, 32 bytes */
  guint8      root_sha256[ZM_SHA256_LENGTH]; /* of the root certificate's DER */
} ZmFactoryRecord;

/* {deviceId, keyId, mode, keyHex, rootSha256}; ≤ 4 KiB. Check "factory-record.members". */
ZmFactoryRecord *zm_factory_record_parse      (const char             *text,
                                               gsize                   length,
                                               GError                **error)
                                               G_GNUC_WARN_UNUSED_RESULT;
/* The text is as secret as the key. */
ZmSecret        *zm_factory_record_format     (const ZmFactoryRecord  *record);
void             zm_factory_record_free       (ZmFactoryRecord        *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmFactoryRecord, zm_factory_record_free)

/* K of one device from a server key of 32 bytes. */
ZmSecret        *zm_factory_record_derive_key (const ZmSecret         *server_key,
                                               ZmKeyMode               mode,
                                               const char             *device_id);
/* "derived", "shared" */
const char      *zm_factory_record_mode_name  (ZmKeyMode               mode);
gboolean         zm_factory_record_mode_parse (const char             *name,
                                               ZmKeyMode              *mode);

G_END_DECLS
