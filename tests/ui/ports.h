#pragma once

#include "ui/bench-port.h"

/* A place where nobody is. */
static inline ZmBenchPort *
make_port (ZmStation *station)
{
  g_autoptr(ZmPlace) place = zm_place_new ("virtual:nowhere", NULL, "Place 1");

  return zm_bench_port_new (station, place);
}
