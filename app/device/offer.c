#include "app/device/offer.h"

#include "app/pki/random.h"

#include <string.h>

ZmOffer *
zm_offer_new (const ZmDeviceState *state,
              const guint8         key_sha256[ZM_SHA256_LENGTH],
              const char          *code)
{
  ZmOffer *offer = g_new0 (ZmOffer, 1);
  g_autofree char *own = code == NULL ? zm_random_pairing_code () : NULL;

  offer->ticket.device_id = g_strdup (state->factory->device_id);
  g_strlcpy (offer->ticket.pairing_code, code != NULL ? code : own,
             sizeof offer->ticket.pairing_code);
  memcpy (offer->ticket.key_hash, key_sha256, ZM_SHA256_LENGTH);
  zm_random_bytes (offer->ticket.nonce, sizeof offer->ticket.nonce);
  offer->from_registry = code != NULL;
  offer->made_at = g_get_monotonic_time ();

  return offer;
}

void
zm_offer_free (ZmOffer *offer)
{
  if (offer == NULL)
    return;

  g_free (offer->ticket.device_id);
  explicit_bzero (offer, sizeof *offer);
  g_free (offer);
}

int
zm_offer_get_remaining (const ZmOffer *offer)
{
  gint64 age = (g_get_monotonic_time () - offer->made_at) / 1000;

  if (offer->from_registry)
    return -1;

  return age >= ZM_OFFER_LIFETIME ? 0 : (int) (ZM_OFFER_LIFETIME - age);
}
