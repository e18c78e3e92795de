#pragma once

#include "ui/bench-port.h"
#include "ui/camera-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A place of the bench before there is a session: the ways to tell the station which device is
 * there. Property: "port" (construct only). */
#define ZM_TYPE_PAIRING_PAGE (zm_pairing_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmPairingPage, zm_pairing_page, ZM, PAIRING_PAGE, GtkWidget)

/* camera may be NULL. */
GtkWidget *zm_pairing_page_new (ZmBenchPort  *port,
                                ZmCameraDesk *camera);

G_END_DECLS
