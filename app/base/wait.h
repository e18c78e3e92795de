#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waiting for a descriptor, with an end and a way out. What a time-out means is for the caller to
 * say. */

#define ZM_WAIT_FOREVER (-1)

typedef enum {
  ZM_WAIT_READY,
  ZM_WAIT_TIMEOUT,
  ZM_WAIT_FAILED,
} ZmWaitResult;

/* A moment on the monotonic clock, for a time-out in milliseconds or ZM_WAIT_FOREVER. */
gint64       zm_wait_deadline (int            timeout);
/* Until the descriptor is ready for one of these poll events or has failed, which the next call on
 * it will tell. Only ZM_WAIT_FAILED sets the error: check "system.wait" or G_IO_ERROR_CANCELLED. */
ZmWaitResult zm_wait_for_fd   (int            fd,
                               gushort        events,
                               gint64         deadline,
                               GCancellable  *cancellable,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
