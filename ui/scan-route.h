#pragma once

#include "ui/bench-port.h"
#include "ui/scan.h"

G_BEGIN_DECLS

/* Where a ticket belongs that came while nobody said which place is meant. */

typedef enum {
  ZM_SCAN_ROUTE_BEGIN,   /* at the port */
  ZM_SCAN_ROUTE_AGAIN,   /* the port is at work with this very ticket */
  ZM_SCAN_ROUTE_BUSY,    /* the port where the device is has something else to do */
  ZM_SCAN_ROUTE_NOWHERE, /* that device is plugged in nowhere */
} ZmScanRoute;

/* ports: elements ZmBenchPort; chosen: the one before a person's eyes, or NULL. *port
 * is borrowed, NULL for "nowhere". */
ZmScanRoute  zm_scan_route_find (GListModel         *ports,
                                 ZmBenchPort        *chosen,
                                 const ZmScan       *ticket,
                                 ZmBenchPort       **port);

G_END_DECLS
