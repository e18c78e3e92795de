#pragma once

#include "app/station/place.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* What the store knows of the device that says it is plugged in at a place. What it says is a claim, and what is
 * said of it here proves nothing: it spares a person the question whether this one is done already. Reads in a thread, and tells the place if the same device is there still. */
void     zm_place_record_load (ZmPlace        *place,
                               ZmStation      *station);

G_END_DECLS
