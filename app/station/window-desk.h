#pragma once

#include "app/base/instant.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The enrolment window: closed by default, opened by an administrator for so many devices and so
 * many minutes, counted by the signer. */

typedef struct {
  gboolean  open;
  guint     devices_left;
  ZmInstant until; /* 0: it was never open */
} ZmWindowState;

/* Ends the one that is open. Checks as the signer sets them. */
gboolean zm_window_desk_open  (ZmStation      *station,
                               guint           devices,
                               guint           minutes,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_window_desk_close (ZmStation      *station,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Needs no sign-in. */
gboolean zm_window_desk_show  (ZmStation      *station,
                               ZmWindowState  *state,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
