#pragma once

#include "app/device/device-clock.h"
#include "app/device/device-identity.h"
#include "app/device/device-log.h"
#include "app/device/device-slots.h"
#include "app/device/pending-key.h"
#include "app/device/session-ledger.h"

G_BEGIN_DECLS

/* A device that is switched on: everything of its directory, held by this process alone. */
typedef struct {
  ZmDeviceState    *state;
  ZmDeviceClock    *clock;
  ZmDeviceLog      *log;
  ZmDeviceSlots    *slots;
  ZmSessionLedger  *sessions;
  ZmDeviceIdentity *identity; /* in use, or NULL */
  ZmPendingKey     *pending;  /* of the next identity */
  ZmKeyKind         kind;     /* of the keys that are made */
} ZmDevice;

/* Repairs what an interruption left: a slot that was never finished is removed, and an identity
 * that came into use without its record gets it now. */
ZmDevice *zm_device_open         (const char  *directory,
                                  ZmKeyKind    kind,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_device_free         (ZmDevice    *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDevice, zm_device_free)

/* For a device whose log or its key is lost or damaged, check "log.readable" if it is not: sets it
 * aside under another name and begins a new one, which says so. */
gboolean  zm_device_begin_log_anew (const char  *directory,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* After the slots have changed: reads the identity in use again. */
gboolean  zm_device_reload       (ZmDevice    *device,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The key of the identity in use, or the pending one where there is none. */
ZmKey    *zm_device_get_owner    (ZmDevice    *device);
/* The pending key has become the identity's, or is of another kind: another one is made. */
gboolean  zm_device_renew_key    (ZmDevice    *device,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
