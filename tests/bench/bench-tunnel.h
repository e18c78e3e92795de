#pragma once

#include "app/protocol/message.h"
#include "usb/link.h"

G_BEGIN_DECLS

/* One end of a channel of BENCH_TUNNEL_BYTES through the tunnel's pump, with a socket behind it that
 * takes or gives whatever it can. Takes link. The station's end gives the seconds from here until both
 * sides have closed the channel; the device's end returns when the station has hung up. */
double bench_tunnel_run (ZmLink   *link,
                         ZmSender  side,
                         ZmSender  giver);

G_END_DECLS
