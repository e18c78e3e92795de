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
static const struct {
  const char *name;
  guint       followers;
} states[] = {
  [ZM_SESSION_PAIRED]    = { "paired",    TO (REQUESTED) | TO (FAILED) | TO (ABANDONED) },
  [ZM_SESSION_REQUESTED] = { "requested", TO (APPROVED) | TO (FAILED) | TO (ABANDONED) },
  [ZM_SESSION_APPROVED]  = { "approved",  TO (ISSUED) | TO (FAILED) | TO (ABANDONED) },
  [ZM_SESSION_ISSUED]    = { "issued",    TO (DELIVERED) | TO (FAILED) | TO (ABANDONED) },
  [ZM_SESSION_DELIVERED] = { "delivered", TO (DELIVERED) | TO (INSTALLED) | TO (FAILED) |
                             TO (ABANDONED) },
  [ZM_SESSION_INSTALLED] = { "installed", TO (DELIVERED) | TO (VERIFIED) | TO (FAILED) |
                             TO (ABANDONED) },
  [ZM_SESSION_VERIFIED]  = { "verified",  0 },
  [ZM_SESSION_FAILED]    = { "failed",    0 },
  [ZM_SESSION_ABANDONED] = { "abandoned", 0 },
};

const char *
zm_session_state_name (ZmSessionState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (states), NULL);

  return states[state].name;
}

gboolean
zm_session_state_parse (const char     *name,
                        ZmSessionState *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_strcmp0 (name, states[i].name) == 0)
        {
          *state = (ZmSessionState) i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
zm_session_state_may_follow (ZmSessionState from,
                             ZmSessionState to)
{
  g_return_val_if_fail ((gsize) from < G_N_ELEMENTS (states), FALSE);

  return (states[from].followers & 1u << to) != 0;
}

gboolean
zm_session_state_is_end (ZmSessionState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (states), TRUE);

  return states[state].followers == 0;
}

gboolean
zm_session_state_has_certificate (ZmSessionState state)
{
  return state >= ZM_SESSION_ISSUED && state <= ZM_SESSION_VERIFIED;
}
