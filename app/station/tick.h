#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One row of what was checked or observed: a tick of the wrong-device guard, a step that the
 * device reports, a side of the clock triage. Immutable; made anew when it changes. "unknown" is a
 * state of its own: not yet, or nobody could say. */
typedef enum {
  ZM_TICK_PENDING,
  ZM_TICK_GOOD,
  ZM_TICK_BAD,
  ZM_TICK_UNKNOWN,
} ZmTickState;

#define ZM_TYPE_TICK_STATE (zm_tick_state_get_type ())
GType        zm_tick_state_get_type  (void);
/* "pending", "good", "bad", "unknown" */
const char  *zm_tick_state_name      (ZmTickState   state);

/* Properties: "name" (stable, e.g. "csr-cn"), "title" (for people, translated), "state", "seen",
 * "expected" (may be NULL). */
#define ZM_TYPE_TICK (zm_tick_get_type ())
G_DECLARE_FINAL_TYPE (ZmTick, zm_tick, ZM, TICK, GObject)

ZmTick      *zm_tick_new             (const char   *name,
                                      const char   *title,
                                      ZmTickState   state,
                                      const char   *seen,
                                      const char   *expected);
const char  *zm_tick_get_name        (ZmTick       *self);
const char  *zm_tick_get_title       (ZmTick       *self);
ZmTickState  zm_tick_get_state       (ZmTick       *self);
const char  *zm_tick_get_seen        (ZmTick       *self);
const char  *zm_tick_get_expected    (ZmTick       *self);

G_END_DECLS
