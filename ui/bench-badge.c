#include "config.h"

#include "ui/bench-badge.h"

#include "app/base/error.h"
#include "ui/session-words.h"

#include <glib/gi18n.h>

static const char *
say (ZmBadgeKind *kind,
     ZmBadgeKind  what,
     const char  *status)
{
  *kind = what;
  return status;
}

/* What the place is like while nobody works on it. */
static const char *
judge_idle (const ZmBenchFacts *facts,
            ZmBadgeKind        *kind)
{
  const char *shows = facts->device != NULL ? zm_simulated_device_get_status (facts->device)
                                            : "waiting";

  if (facts->busy != NULL)
    return say (kind, ZM_BADGE_WAITING, facts->busy);
  if (zm_place_get_problem (facts->place) != NULL)
    return say (kind, ZM_BADGE_WARNING, _("Not usable"));
  if (zm_place_is_twin (facts->place))
    return say (kind, ZM_BADGE_WARNING, _("Same device twice"));
  if (facts->failure != NULL)
    return say (kind, ZM_BADGE_WARNING, _("Not read"));
  if (!zm_place_is_attached (facts->place))
    return say (kind, ZM_BADGE_ABSENT, _("Empty"));
  if (g_str_equal (shows, "installed") || zm_place_is_in_service (facts->place))
    return say (kind, ZM_BADGE_GOOD, _("In service"));
  if (g_str_equal (shows, "waiting"))
    return say (kind, ZM_BADGE_NEUTRAL, _("Ready"));

  return say (kind, ZM_BADGE_ABSENT, _("No code"));
}

/* Another program works with what is plugged in here: that says nothing against the device. */
static gboolean
is_in_use (const GError *failure)
{
  return failure != NULL && g_strcmp0 (zm_error_get_check (failure), "lease.taken") == 0;
}

const char *
zm_bench_badge_judge (const ZmBenchFacts *facts,
                      ZmBadgeKind        *kind)
{
  g_autoptr(GError) failure = NULL;
  ZmSessionStage stage;
  ZmSessionPhase phase;
  gboolean running;

  if (facts->session == NULL)
    return judge_idle (facts, kind);

  g_object_get (facts->session, "stage", &stage, "running", &running, "failure", &failure, NULL);
  if (!running && zm_place_is_twin (facts->place))
    return say (kind, ZM_BADGE_WARNING, _("Same device twice"));
  if (!running && is_in_use (failure))
    return say (kind, ZM_BADGE_WARNING, C_("port", "In use"));

  if (!running && facts->awaited && !zm_place_is_attached (facts->place))
    return say (kind, ZM_BADGE_WAITING, _("Waiting for it"));

  phase = zm_session_words_phase_of (facts->session);
  return say (kind, zm_session_words_kind (phase), zm_session_words_status (phase, stage));
}
