#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The bench, and beside it the guided steps for the place that is chosen there; below it what came of
 * the shift.
 *
 * Properties: "line-mode" (boolean: many devices one after the other), "failed-only" (boolean: the
 * bench shows what did not come to its end). Actions "bench.line-mode", "bench.failed-only" and
 * "bench.try-again". */
#define ZM_TYPE_PROVISION_PAGE (zm_provision_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmProvisionPage, zm_provision_page, ZM, PROVISION_PAGE, GtkWidget)

/* Once. devices: elements ZmSimulatedDevice, each gets a place; NULL in earnest. addresses: of
 * further tethers, NULL-terminated; NULL for none. */
void     zm_provision_page_open       (ZmProvisionPage    *self,
                                       ZmStation          *station,
                                       GListModel         *devices,
                                       const char *const  *addresses);
/* Whether the way to a first device is on the screen. */
gboolean zm_provision_page_shows_next (ZmProvisionPage   *self);
/* Whether any session is at work. */
gboolean zm_provision_page_is_running (ZmProvisionPage    *self);
/* Interrupts them all. */
void     zm_provision_page_stop       (ZmProvisionPage    *self);

G_END_DECLS
