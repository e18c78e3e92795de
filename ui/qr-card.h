#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A QR code on a white card of its own with the whole quiet zone, in the dark style too: what a
 * camera has to read knows no theme. Modules are snapped to device pixels.
 *
 * Properties: "text" (NULL: an empty card), "module-size" (logical pixels). */
#define ZM_TYPE_QR_CARD (zm_qr_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmQrCard, zm_qr_card, ZM, QR_CARD, GtkWidget)

G_END_DECLS
