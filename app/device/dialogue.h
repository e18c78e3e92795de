#pragma once

#include "app/device/device.h"
#include "app/device/led.h"
#include "app/device/offer.h"
#include "app/device/reach.h"
#include "app/device/screen.h"
#include "usb/link.h"

G_BEGIN_DECLS

/* One conversation with a station, from its hello to the end of the link (design section 6): each
 * message that may come is answered by a function of its own. */

typedef struct {
  ZmDevice     *device;
  ZmScreen     *screen;
  ZmResolver   *resolver;
  ZmReachWays   reach;
  ZmLed        *led; /* that blinks when somebody asks which device this is, or NULL */
  GCancellable *cancellable;
} ZmDialogueContext;

typedef struct {
  gboolean installed;  /* the device has a new identity since */
  gboolean code_spent; /* a CSR went out, and with it the code is used up at the station */
  gboolean key_spent;  /* the station will not have a certificate made for the pending key again */
} ZmDialogueEnd;

/* Takes link. TRUE when the station said goodbye or went away, FALSE with the reason when one side
 * refused something; the device lives on either way. end is filled in either case. */
gboolean zm_dialogue_run (const ZmDialogueContext  *context,
                          const ZmOffer            *offer,
                          ZmLink                   *link,
                          ZmDialogueEnd            *end,
                          GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
