#pragma once

#include "app/protocol/tunnel-pump.h"


G_BEGIN_DECLS

/* What the station's end of a measurement asks of bench-device with the first frame of a
 * conversation: "push 40" and the like. */

#define BENCH_PUSH        "push"        /* so many frames, each of which is answered */
#define BENCH_SINK        "sink"        /* so many frames, with one answer at the end */
#define BENCH_SOURCE      "source"      /* the bytes of a tunnel in so many frames from the device */
#define BENCH_TUNNEL_UP   "tunnel-up"   /* BENCH_TUNNEL_BYTES from the device */
#define BENCH_TUNNEL_DOWN "tunnel-down" /* … and to it */

#define BENCH_TIMEOUT      60000         /* ms; long enough that only a fault reaches it */
#define BENCH_TUNNEL_BYTES (1024 * 1024) /* what a channel carries at most */
#define BENCH_TUNNEL_STEP  ZM_TUNNEL_PUMP_CHUNK
#define BENCH_TUNNEL_STEPS ((BENCH_TUNNEL_BYTES + BENCH_TUNNEL_STEP - 1) / BENCH_TUNNEL_STEP)

/* Bytes of the so many-th of these steps. */
static inline gsize
bench_order_get_step (guint index)
{
  return MIN (BENCH_TUNNEL_STEP, BENCH_TUNNEL_BYTES - (gsize) index * BENCH_TUNNEL_STEP);
}

G_END_DECLS
