#pragma once

#include "app/station/place.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* What the store knows of the device that says it is plugged in at a place. What it says is a claim, and what is
 * said of it here proves nothing: it spares a person the question whether this one is done already. */

typedef struct {
  ZmInstant verified_at; /* 0: never */
  ZmInstant valid_until; /* of the certificate in use; 0: there is none */
} ZmPlaceRecord;

/* Blocks. */
gboolean zm_place_record_read (ZmStation      *station,
                               const char     *device_id,
                               ZmPlaceRecord  *record,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads in a thread, and tells the place if the same device is there still. */
void     zm_place_record_load (ZmPlace        *place,
                               ZmStation      *station);

G_END_DECLS
