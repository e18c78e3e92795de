#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* Every try of a pairing code, whichever code: what the growing delay is counted from. */

typedef struct {
  gint64 failures;
  ZmInstant last_failure; /* 0 without one */
} ZmCodeFailures;

/* device_id may be one that the registry does not know. */
gboolean zm_code_attempt_insert         (ZmDatabase      *database,
                                         const char      *device_id,
                                         const char      *port,
                                         ZmInstant        at,
                                         gboolean         success,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Failures of this device or at this port between the two. */
gboolean zm_code_attempt_count_failures (ZmDatabase      *database,
                                         const char      *device_id,
                                         const char      *port,
                                         ZmInstant        since,
                                         ZmInstant        until,
                                         ZmCodeFailures  *failures,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
