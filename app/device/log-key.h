#pragma once

#include "app/device/device-state.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* The data key of the encrypted log: random, and the same for the log's whole life. The file
 * audit.key (mode 0600) has it wrapped (app/pki/wrap.h) for the key of the device, which may be
 * one that cannot be read:
 *
 *   {"version":1,"wraps":[{"keySha256":"<of the SPKI, hex>","wrap":"<base64>"}]}
 *
 * Two wraps stand beside each other while the key of the device changes: the new one is durable
 * before the new key comes into use, and the old one stays until the old key has gone. Whoever
 * had the old key and a copy of this file then keeps the data key: it is not made anew, since
 * that would be to write the whole log again.
 *
 * Checks: "log.key-missing" (no file, or no wrap for this key), "log.key-form" (the file is
 * damaged), "log.key-refused" (the wrap was changed). None of them is answered by a new key. */
typedef struct _ZmLogKey ZmLogKey;

#define ZM_LOG_KEY_FILE "audit.key"

gboolean        zm_log_key_exists   (const ZmDeviceState  *state);
/* A new one, where there is no file yet. state outlives it. */
ZmLogKey       *zm_log_key_create   (const ZmDeviceState  *state,
                                     ZmKey                *owner,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
ZmLogKey       *zm_log_key_open     (const ZmDeviceState  *state,
                                     ZmKey                *owner,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            zm_log_key_free     (ZmLogKey             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLogKey, zm_log_key_free)

const ZmSecret *zm_log_key_peek     (const ZmLogKey       *self);

/* Wraps it for the next key as well, durably. */
gboolean        zm_log_key_admit    (ZmLogKey             *self,
                                     ZmKey                *next,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* From here on owner alone opens it. */
gboolean        zm_log_key_settle   (ZmLogKey             *self,
                                     ZmKey                *owner,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
