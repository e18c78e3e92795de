#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* The enrolment window: how many certificates may be prepared, and until when. Closed by default;
 * an administrator opens it. */

typedef struct {
  gint64    id;      /* the ledger's seq of the opening; 0: never opened */
  gboolean  closed;  /* by an administrator */
  guint     devices;
  guint     used;
  ZmInstant until;
} ZmWindow;

/* Checks "window.closed", "window.expired", "window.full". */
gboolean zm_window_check    (const ZmWindow  *window,
                             ZmInstant        now,
                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_window_is_open  (const ZmWindow  *window,
                             ZmInstant        now);
guint    zm_window_get_left (const ZmWindow  *window,
                             ZmInstant        now);

G_END_DECLS
