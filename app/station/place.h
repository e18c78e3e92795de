#pragma once

#include "app/base/instant.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One place on the bench where a cable goes in, and what is known of the device there before anybody
 * has spoken with it. A place outlives the device that is plugged in.
 *
 * Properties (read-only, changed in the bench's context):
 *   "address"    "virtual:SOCKET" or "usb:1-2.3", for zm_session_new()
 *   "port"       "1-2.3"; NULL of a virtual place
 *   "title"      what people read: its label, or the port
 *   "label"      what the desk calls the port, NULL if nothing
 *   "attached"   boolean: something is plugged in that can be talked to
 *   "device-id"  what it says it is (its USB serial number), NULL if it says nothing; a claim
 *   "problem"    GError (boxed): why what is plugged in cannot be worked with, or NULL
 *   "twin"       boolean: what is plugged in at another place says the same "device-id", and
 *                nobody knows which of them is that device
 *   "verified-at", "valid-until"   gint64 (ZmInstant): when the device of this "device-id" was verified
 *                last, and until when its certificate in use is valid; 0: never, or it has none */
#define ZM_TYPE_PLACE (zm_place_get_type ())
G_DECLARE_FINAL_TYPE (ZmPlace, zm_place, ZM, PLACE, GObject)

const char   *zm_place_get_address   (ZmPlace       *self);
const char   *zm_place_get_port      (ZmPlace       *self);
const char   *zm_place_get_title     (ZmPlace       *self);
const char   *zm_place_get_label     (ZmPlace       *self);
const char   *zm_place_get_device_id (ZmPlace       *self);
const GError *zm_place_get_problem   (ZmPlace       *self);
gboolean      zm_place_is_attached   (ZmPlace       *self);
/* Somebody is there, and nothing stands against opening the cable. */
gboolean      zm_place_is_usable     (ZmPlace       *self);
gboolean      zm_place_is_twin       (ZmPlace       *self);
ZmInstant     zm_place_get_verified_at (ZmPlace     *self);
ZmInstant     zm_place_get_valid_until (ZmPlace     *self);
/* By what is on record, and by what the device says it is. */
gboolean      zm_place_is_in_service (ZmPlace       *self);

/* For the bench. */

/* A virtual place has no port, and somebody is taken to be there. */
ZmPlace      *zm_place_new           (const char    *address,
                                      const char    *port,
                                      const char    *title);
/* NULL: nothing. */
void          zm_place_set_label     (ZmPlace       *self,
                                      const char    *label);
void          zm_place_attach        (ZmPlace       *self,
                                      const char    *device_id,
                                      const GError  *problem);
void          zm_place_detach        (ZmPlace       *self);
void          zm_place_set_record    (ZmPlace       *self,
                                      ZmInstant      verified_at,
                                      ZmInstant      valid_until);
void          zm_place_set_twin      (ZmPlace       *self,
                                      gboolean       twin);

G_END_DECLS
