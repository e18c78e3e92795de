#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* One reading of both clocks. People and certificates go by the wall clock, which may be set;
 * delays and idle times go by the running one, which may not and also counts a sleeping machine. */
typedef struct {
  ZmInstant wall;
  gint64    running; /* microseconds since some start */
} ZmMoment;

ZmMoment zm_moment_now (void);

G_END_DECLS
