#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the screen of a monitor shows in training: its QR code, then the six digits, then how the
 * installation goes. It draws what it is told and knows no device.
 *
 * Properties: "device-id", "ticket", "code", "number", "status" (as of ZmSimulatedDevice),
 * "message"; "compact": no larger than what it shows just now. */
#define ZM_TYPE_SIMULATED_SCREEN (zm_simulated_screen_get_type ())
G_DECLARE_FINAL_TYPE (ZmSimulatedScreen, zm_simulated_screen, ZM, SIMULATED_SCREEN, GtkWidget)

G_END_DECLS
