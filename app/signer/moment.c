#include "app/signer/moment.h"

#include <time.h>

ZmMoment
zm_moment_now (void)
{
  struct timespec running;
  ZmMoment moment;

  if (clock_gettime (CLOCK_BOOTTIME, &running) != 0)
    g_error ("This system has no running clock");

  moment.wall = zm_instant_now ();
  moment.running = running.tv_sec * ZM_INSTANT_SECOND + running.tv_nsec / 1000;

  return moment;
}
