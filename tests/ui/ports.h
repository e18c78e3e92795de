#pragma once

#include "tests/scratch.h"
#include "tests/ui/screen.h"
#include "ui/bench-port.h"

/* A place where nobody is. */
static inline ZmBenchPort *
make_port (ZmStation *station)
{
  g_autoptr(ZmPlace) place = zm_place_new ("virtual:nowhere", NULL, "Place 1");

  return zm_bench_port_new (station, place);
}

/* A port of a station without a signer, to which a cable comes and goes. */
typedef struct {
  Scratch      scratch;
  ZmStation   *station;
  ZmPlace     *place;
  ZmBenchPort *port;
} CabledPort;

static inline void
cabled_port_set_up (CabledPort *self)
{
  g_autofree char *directory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&self->scratch, NULL);
  directory = scratch_build (&self->scratch, "station");
  self->station = zm_station_create (directory, "desk-1", &error);
  g_assert_no_error (error);
  self->place = zm_place_new ("usb:1-1", "1-1", "Port 1-1");
  self->port = zm_bench_port_new (self->station, self->place);
}

static inline void
cabled_port_tear_down (CabledPort *self)
{
  settle ();
  g_assert_finalize_object (G_OBJECT (self->port));
  g_assert_finalize_object (G_OBJECT (self->place));
  g_assert_finalize_object (G_OBJECT (self->station));
  scratch_tear_down (&self->scratch, NULL);
}

static inline void
cabled_port_wait (CabledPort *self)
{
  for (guint i = 0; i < 30000 && zm_bench_port_is_at_work (self->port); i++) /* ms */
    spin (1);
  g_assert_false (zm_bench_port_is_at_work (self->port));
}
