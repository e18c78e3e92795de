#pragma once

#include "app/device/device-state.h"
#include "app/pki/csr.h"

G_BEGIN_DECLS

/* The key that the next identity will have. It is made here, never leaves, and becomes part of a
 * slot when a certificate for it is installed. Its request is made once: whoever asks again within
 * a session gets the same bytes. */
typedef struct {
  ZmKey *key;
  ZmCsr *csr;
} ZmPendingKey;

gboolean      zm_pending_key_exists  (const ZmDeviceState  *state);
/* The stored one. */
ZmPendingKey *zm_pending_key_load    (const ZmDeviceState  *state,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same without its request, changing nothing: for who only reads. */
ZmKey        *zm_pending_key_read    (const ZmDeviceState  *state,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* key takes the place of the stored one, if there is one, and gets a request. At any moment one
 * of the two is there. */
ZmPendingKey *zm_pending_key_replace (const ZmDeviceState  *state,
                                      ZmKey                *key,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_pending_key_free    (ZmPendingKey         *pending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPendingKey, zm_pending_key_free)

G_END_DECLS
