#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A certificate: its serial, its end, and the PEM itself. Properties: "serial", "not-after" (RFC
 * 3339), "pem"; all may be NULL. */
#define ZM_TYPE_CERTIFICATE_CARD (zm_certificate_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmCertificateCard, zm_certificate_card, ZM, CERTIFICATE_CARD, GtkWidget)

G_END_DECLS
