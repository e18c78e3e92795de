#pragma once

#include "ui/bench-port.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One place of the bench in the list at the side: what is there, how it goes, and in training what
 * its screen shows. Properties: "port" (construct only), "chosen". */
#define ZM_TYPE_BENCH_TILE (zm_bench_tile_get_type ())
G_DECLARE_FINAL_TYPE (ZmBenchTile, zm_bench_tile, ZM, BENCH_TILE, GtkListBoxRow)

GtkWidget   *zm_bench_tile_new      (ZmBenchPort *port);
ZmBenchPort *zm_bench_tile_get_port (ZmBenchTile *self);

G_END_DECLS
