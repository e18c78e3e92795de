#pragma once

#include "app/store/session-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* The rules of the stored state machine (design section 10), beside what the store says of its
 * states. */

#define ZM_TYPE_SESSION_STATE (zm_session_state_get_type ())
GType    zm_session_state_get_type   (void);

/* Whether the one may follow the other. */
gboolean zm_session_state_may_follow (ZmSessionState from,
                                      ZmSessionState to);

G_END_DECLS
