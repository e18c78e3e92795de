#include "app/station/session-state.h"

G_DEFINE_ENUM_TYPE (ZmSessionState, zm_session_state,
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_PAIRED, "paired"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_REQUESTED, "requested"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_APPROVED, "approved"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_ISSUED, "issued"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_DELIVERED, "delivered"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_INSTALLED, "installed"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_VERIFIED, "verified"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ZM_SESSION_ABANDONED, "abandoned"))

#define TO(state) (1u << ZM_SESSION_ ## state)

/* A retry of the delivery or of the test goes back, but never behind the certificate. */
static const guint followers[] = {
  [ZM_SESSION_PAIRED]    = TO (REQUESTED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_REQUESTED] = TO (APPROVED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_APPROVED]  = TO (ISSUED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_ISSUED]    = TO (DELIVERED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_DELIVERED] = TO (DELIVERED) | TO (INSTALLED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_INSTALLED] = TO (DELIVERED) | TO (VERIFIED) | TO (FAILED) | TO (ABANDONED),
  [ZM_SESSION_VERIFIED]  = 0,
  [ZM_SESSION_FAILED]    = 0,
  [ZM_SESSION_ABANDONED] = 0,
};

gboolean
zm_session_state_may_follow (ZmSessionState from,
                             ZmSessionState to)
{
  g_return_val_if_fail ((gsize) from < G_N_ELEMENTS (followers), FALSE);

  return (followers[from] & 1u << to) != 0;
}
