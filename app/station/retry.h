#pragma once

#include "app/station/session-state.h"

G_BEGIN_DECLS

/* What a failure says about doing the same again. Pure. */

typedef enum {
  ZM_RETRY_NEVER,  /* a check refused, or something is broken: a person reads why before anything else */
  ZM_RETRY_RESUME, /* what is on record can be gone on with as it stands */
  ZM_RETRY_SCAN,   /* nothing is on record yet: begun anew, with a code */
} ZmRetry;

/* Nobody refused: the session stays as it is stored and can be resumed. So does one that the
 * signer would serve at another hour (window, rate, clock), or for another operator, and one whose
 * trouble is this desk's own: damaged data, a signer that makes no sense. */
gboolean zm_retry_is_interruption (const GError   *failure);
/* Nobody was at the cable, or was there any more: a plug mends it, and nothing is wrong. */
gboolean zm_retry_is_absence      (const GError   *failure);
/* For a session that is not at work. failure: why it stands, NULL if nobody could write that down;
 * session_id: NULL of one that the store does not have. */
ZmRetry  zm_retry_judge           (const GError   *failure,
                                   const char     *session_id,
                                   ZmSessionState  state);

G_END_DECLS
