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

/* The stored one, or a fresh one if there is none or it is of another kind. */
ZmPendingKey *zm_pending_key_load    (const ZmDeviceState  *state,
                                      ZmKeyKind             kind,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The key has become an identity's: the next load makes another. */
gboolean      zm_pending_key_discard (const ZmDeviceState  *state,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_pending_key_free    (ZmPendingKey         *pending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPendingKey, zm_pending_key_free)

G_END_DECLS
