#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* From where on one person is not enough: an enrolment window for more devices or for longer, and
 * more revocations within so many minutes. */

typedef struct {
  guint window_devices;
  guint window_minutes;
  guint revocations;
  guint revocation_minutes;
} ZmLimits;

#define ZM_LIMITS_DEFAULT { \
    .window_devices = 50, \
    .window_minutes = 24 * 60, \
    .revocations = 10, \
    .revocation_minutes = 60, \
}

/* From a ledger entry "limits.set", and back. */
gboolean  zm_limits_read     (ZmLimits        *limits,
                              const json_t    *entry,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t   *zm_limits_describe (const ZmLimits  *limits);

G_END_DECLS
