#pragma once

#include "app/device/device-state.h"
#include "app/protocol/ticket.h"

G_BEGIN_DECLS

/* What the device offers to whoever pairs with it: a code and a ticket with a nonce of its own.
 * A code of the device's own lives for 15 minutes; one that the registry issued and a person
 * entered stays what it is. */
typedef struct {
  ZmTicket  ticket;
  gboolean  from_registry;
  gint64    made_at; /* monotonic, µs */
} ZmOffer;

#define ZM_OFFER_LIFETIME (15 * 60 * 1000) /* ms */

/* code: from the registry, or NULL. */
ZmOffer *zm_offer_new    (const ZmDeviceState  *state,
                          const guint8          key_sha256[ZM_SHA256_LENGTH],
                          const char           *code);
void     zm_offer_free   (ZmOffer              *offer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmOffer, zm_offer_free)

/* ms until it expires, 0 when it has, -1 for never. */
int      zm_offer_get_remaining (const ZmOffer *offer);

G_END_DECLS
