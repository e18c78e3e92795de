#pragma once

#include "app/audit/audit-verifier.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the audit log was judged, and what that means. */
#define ZM_TYPE_VERIFICATION_CARD (zm_verification_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmVerificationCard, zm_verification_card, ZM, VERIFICATION_CARD, GtkWidget)

void zm_verification_card_show (ZmVerificationCard  *self,
                                const ZmAuditReport *report);

G_END_DECLS
