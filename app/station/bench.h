#pragma once

#include "app/station/place.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The places where devices are plugged in at this desk, as they come and go. */
#define ZM_TYPE_BENCH (zm_bench_get_type ())
G_DECLARE_FINAL_TYPE (ZmBench, zm_bench, ZM, BENCH, GObject)

/* Each address is a place for good, "virtual:SOCKET" or "usb:1-2.3", or is "usb": a place for every
 * port as soon as something is plugged in there. Without any, the bench is empty. */
ZmBench      *zm_bench_new         (ZmStation          *station,
                                    const char *const  *addresses);
/* Elements ZmPlace; those that are there for good first, then by port. */
GListModel   *zm_bench_get_places  (ZmBench            *self);
/* Why nothing is found on USB, or NULL. */
const GError *zm_bench_get_failure (ZmBench            *self);
/* Takes a place away that was there for a device only and is empty now; others stay. */
void          zm_bench_forget      (ZmBench            *self,
                                    ZmPlace            *place);

G_END_DECLS
