#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A zmonitor-device process on a virtual tether, and what its screen shows. Nothing above the
 * cable is simulated: the process is the reference device itself.
 *
 * Properties (read-only, changed in the context it was made in): "device-id", "label", "address"
 * ("virtual:SOCKET"), "ticket" (text of the QR, NULL while it shows none), "code", "number" (NULL
 * until it shows one), "status" (one of "starting", "waiting", "paired", "installing",
 * "installed", "failed", "ended"), "message" (what the screen says, for people). */
#define ZM_TYPE_SIMULATED_DEVICE (zm_simulated_device_get_type ())
G_DECLARE_FINAL_TYPE (ZmSimulatedDevice, zm_simulated_device, ZM, SIMULATED_DEVICE, GObject)

/* state_directory holds an initialised device (zmonitor-device init). The process ends with the
 * object, or with this process. */
ZmSimulatedDevice *zm_simulated_device_new           (const char         *device_id,
                                                      const char         *label,
                                                      const char         *state_directory,
                                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
const char        *zm_simulated_device_get_id        (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_label     (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_address   (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_ticket    (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_code      (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_number    (ZmSimulatedDevice  *self);
const char        *zm_simulated_device_get_status    (ZmSimulatedDevice  *self);

G_END_DECLS
