#pragma once

#include "app/station/bench.h"
#include "app/station/tray.h"
#include "ui/bench-port.h"

G_BEGIN_DECLS

/* All places of the bench, with what is done without anybody asking for it: a half-done device that
 * is plugged in again goes on where it stands, at whichever port; a place that is empty and has
 * nothing to show is put away; the next device takes the place of one that is done. It does so for
 * a technician or an administrator alone, for no device while another untried one says its number,
 * and leaves a session alone after some attempts with devices that could not prove it theirs, until
 * a person goes on with it or signs in. */
#define ZM_TYPE_BENCH_PORTS (zm_bench_ports_get_type ())
G_DECLARE_FINAL_TYPE (ZmBenchPorts, zm_bench_ports, ZM, BENCH_PORTS, GObject)

/* devices: elements ZmSimulatedDevice, or NULL. */
ZmBenchPorts *zm_bench_ports_new        (ZmStation     *station,
                                         ZmBench       *bench,
                                         GListModel    *devices);
ZmBench      *zm_bench_ports_get_bench  (ZmBenchPorts  *self);
/* Elements ZmBenchPort. */
GListModel   *zm_bench_ports_get_ports  (ZmBenchPorts  *self);
/* Elements ZmTrayItem: the half-done devices that no place shows. */
GListModel   *zm_bench_ports_get_tray   (ZmBenchPorts  *self);
/* This session runs at one of them, or is about to. */
gboolean      zm_bench_ports_has_at_work (ZmBenchPorts *self,
                                          const char   *session_id);
/* Something runs, or may begin to. */
gboolean      zm_bench_ports_is_running (ZmBenchPorts  *self);
/* Interrupts that; the station goes on with nothing by itself until somebody signs in. */
void          zm_bench_ports_stop       (ZmBenchPorts  *self);

G_END_DECLS
