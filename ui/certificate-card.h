#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A certificate or a certificate request for people: for whom, for what, until when, by whom; and the
 * way to all of it. Properties: "title", "pem" (may be NULL), "credential" (read-only). */
#define ZM_TYPE_CERTIFICATE_CARD (zm_certificate_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmCertificateCard, zm_certificate_card, ZM, CERTIFICATE_CARD, GtkWidget)

G_END_DECLS
