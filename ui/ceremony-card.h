#pragma once

#include "app/station/authority-origin.h"
#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The CA above this station: what is waited for from it, what it gave, and the ceremonies that renew
 * what is below it. */
#define ZM_TYPE_CEREMONY_CARD (zm_ceremony_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmCeremonyCard, zm_ceremony_card, ZM, CEREMONY_CARD, GtkWidget)

/* Once. */
void zm_ceremony_card_open (ZmCeremonyCard            *self,
                            ZmStation                 *station);
/* authority: NULL before there is one. */
void zm_ceremony_card_show (ZmCeremonyCard            *self,
                            const ZmAuthorityOrigin   *origin,
                            const ZmStationAuthority  *authority);

G_END_DECLS
