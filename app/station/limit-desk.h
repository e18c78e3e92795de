#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* From where on the signer wants a second person: an enrolment window for more devices or for
 * longer, and more revocations within so many minutes. */

typedef struct {
  guint window_devices;
  guint window_minutes;
  guint revocations;
  guint revocation_minutes;
} ZmLimitState;

/* Needs no sign-in. */
gboolean zm_limit_desk_show (ZmStation           *station,
                             ZmLimitState        *state,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* An administrator's, with a second one where there is one. */
gboolean zm_limit_desk_set  (ZmStation           *station,
                             const ZmLimitState  *state,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
