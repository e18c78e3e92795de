#pragma once

#include "app/station/place.h"
#include "app/station/session.h"
#include "app/station/simulated-device.h"
#include "ui/badge.h"
#include "ui/bench-memory.h"

G_BEGIN_DECLS

/* One place on the bench where a device can be plugged in, and the session with what is there. It
 * starts sessions and hands over a person's wishes; what may be done, the session says.
 *
 * Properties (read-only): "title", "subtitle", "place" (ZmPlace), "device" (ZmSimulatedDevice; NULL
 * where a real cable is), "session" (NULL until one is started), "running" (the session is at work),
 * "busy" (something else goes on: a picture is being read, a session resumed or ended), "failure" (GError: why no session could be started, or why what is plugged in
 * cannot be used), "kind" and "status" (the tile's badge).
 *
 * Signal: "several" (GStrv): the tickets of several devices were in a picture, and nobody but a person
 * can tell which is meant; nothing was begun. */
#define ZM_TYPE_BENCH_PORT (zm_bench_port_get_type ())
G_DECLARE_FINAL_TYPE (ZmBenchPort, zm_bench_port, ZM, BENCH_PORT, GObject)

ZmBenchPort       *zm_bench_port_new           (ZmStation          *station,
                                                ZmPlace            *place);
ZmBenchPort       *zm_bench_port_new_simulated (ZmStation          *station,
                                                ZmSimulatedDevice  *device);

ZmPlace           *zm_bench_port_get_place     (ZmBenchPort        *self);
/* Somebody was plugged in here, or was there from the start, and nothing was begun since. */
gboolean           zm_bench_port_has_arrived   (ZmBenchPort        *self);
ZmSession         *zm_bench_port_get_session   (ZmBenchPort        *self);
ZmSimulatedDevice *zm_bench_port_get_device    (ZmBenchPort        *self);
gboolean           zm_bench_port_is_running    (ZmBenchPort        *self);
/* A session runs here, or something else goes on that may begin one. */
gboolean           zm_bench_port_is_at_work    (ZmBenchPort        *self);
/* What to do while "busy", in words; NULL while it is not. */
const char        *zm_bench_port_get_advice    (ZmBenchPort        *self);
/* When the tile's badge became what it is. */
ZmInstant          zm_bench_port_get_since     (ZmBenchPort        *self);
/* The stored session that is shown or about to be, or NULL; newly allocated. */
char              *zm_bench_port_dup_session_id (ZmBenchPort       *self);
/* Borrowed. */
const ZmBenchMemory *zm_bench_port_get_memory  (ZmBenchPort        *self);

/* Whether a simulated screen shows a code just now. */
gboolean           zm_bench_port_can_scan      (ZmBenchPort        *self);
/* Somebody is there, and no session is at work or half-done. */
gboolean           zm_bench_port_is_free       (ZmBenchPort        *self);
/* The session that is at work or half-done here began with this very ticket. */
gboolean           zm_bench_port_has_ticket    (ZmBenchPort        *self,
                                                const char         *ticket);

/* Interrupts what runs. */
void               zm_bench_port_stop          (ZmBenchPort        *self);
/* Puts an ended session away: the next device. */
void               zm_bench_port_clear         (ZmBenchPort        *self);

G_END_DECLS
