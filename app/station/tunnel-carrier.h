#pragma once

#include "app/station/provisioning.h"

G_BEGIN_DECLS

/* Carries ciphertext for a device that has no network (design section 7): what it opens on the
 * tether becomes a connection to the authority's server, and to nobody else, whatever the device
 * says. The bytes are not looked at, and are bounded in number and time. Each connection stands in
 * the audit log, "tunnel.opened" and "tunnel.closed". */
typedef struct _ZmTunnelCarrier ZmTunnelCarrier;

/* From here on provisioning's conversation takes tunnel frames. For its thread; borrowed. */
ZmTunnelCarrier *zm_tunnel_carrier_new  (ZmProvisioning   *provisioning,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends what is open, and with it the taking. */
void             zm_tunnel_carrier_free (ZmTunnelCarrier  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTunnelCarrier, zm_tunnel_carrier_free)

G_END_DECLS
