#pragma once

#include "ui/bench-port.h"

G_BEGIN_DECLS

/* What the files of a place share: how a session begins there (bench-pair.c), how a half-done one goes on
 * or ends (bench-half-done.c), and what is done with the place itself (bench-place.c). */

struct _ZmBenchPort {
  GObject            parent_instance;

  ZmStation         *station;
  ZmPlace           *place;
  ZmSimulatedDevice *device;
  ZmSession         *session;
  ZmSession         *before;      /* stood here when a resumption began; NULL for none */
  GCancellable      *cancellable; /* of what runs */
  GError            *failure;
  const char        *busy; /* what goes on here beside a session, for people; NULL: nothing */
  const char        *advice; /* the same for those who wait for it */
  ZmBenchMemory      memory;
  ZmBadgeKind        kind;
  const char        *status;
  ZmInstant          since; /* of the status */
};

/* FALSE while something is at work there; else what was wrong is forgotten, and what follows can be
 * stopped. */
gboolean zm_bench_port_begin       (ZmBenchPort  *self);
/* ticket: that it began with, or NULL. */
void     zm_bench_port_run         (ZmBenchPort  *self,
                                    ZmSession    *session,
                                    const char   *ticket);
/* What stands here is to be gone on with as soon as somebody is plugged in. */
void     zm_bench_port_wait        (ZmBenchPort  *self);
/* Both NULL: nothing goes on any more. */
void     zm_bench_port_set_busy    (ZmBenchPort  *self,
                                    const char   *busy,
                                    const char   *advice);
void     zm_bench_port_set_failure (ZmBenchPort  *self,
                                    const GError *failure);
void     zm_bench_port_set_session (ZmBenchPort  *self,
                                    ZmSession    *session);

G_END_DECLS
