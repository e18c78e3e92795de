#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The policy that certificates and payloads are made by; an administrator may change some of it. */
#define ZM_TYPE_POLICY_CARD (zm_policy_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmPolicyCard, zm_policy_card, ZM, POLICY_CARD, GtkWidget)

void zm_policy_card_open           (ZmPolicyCard             *self,
                                    ZmStation                *station);
/* authority: the station's, which lives as long. */
void zm_policy_card_show           (ZmPolicyCard             *self,
                                    const ZmStationAuthority *authority);
void zm_policy_card_set_may_change (ZmPolicyCard             *self,
                                    gboolean                  may_change);

G_END_DECLS
