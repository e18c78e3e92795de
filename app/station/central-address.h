#pragma once

#include "app/station/station.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where this desk finds the Central Station of its authority, and the name that it must bear: where
 * the desk does not know that name, station.conf tells its address. Sets check "policy.server-url" and
 * those of zm_station_get_authority(). */
GSocketConnectable *zm_central_address_find (ZmStation  *station,
                                             char      **host,
                                             guint16    *port,
                                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
