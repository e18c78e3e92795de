#include "config.h"

#include "ui/bench-need.h"

#include "app/station/failure-words.h"
#include "app/station/time-words.h"
#include "ui/bench-half-done.h"
#include "ui/bench-pair.h"
#include "ui/session-words.h"

#include <glib/gi18n.h>

/* Whoever was verified and put away is still plugged in. */
static gboolean
is_done_with (ZmBenchPort *port)
{
  const ZmBenchMemory *memory = zm_bench_port_get_memory (port);

  return memory->done != NULL && !memory->arrived;
}

gboolean
zm_bench_need_is_half_done (ZmBenchPort *port)
{
  ZmSession *session;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), FALSE);

  session = zm_bench_port_get_session (port);
  return session != NULL && zm_session_words_phase_of (session) == ZM_PHASE_INTERRUPTED;
}

static void
look_at_session (ZmBenchPort *port,
                 ZmLineFacts *facts)
{
  ZmSession *session = zm_bench_port_get_session (port);
  ZmSessionPhase phase = zm_session_words_phase_of (session);

  g_object_get (session, "state", &facts->state, "question", &facts->question, NULL);
  facts->has_session = TRUE;
  facts->running = phase == ZM_PHASE_WORKING;
  facts->failed = phase == ZM_PHASE_INTERRUPTED || phase == ZM_PHASE_FAILED;
}

/* A simulated screen without a code is like nobody. */
static void
look_at_place (ZmBenchPort *port,
               ZmLineFacts *facts)
{
  ZmPlace *place = zm_bench_port_get_place (port);

  facts->attached = zm_place_is_attached (place) && (zm_bench_port_get_device (port) == NULL ||
                                                     zm_bench_port_can_scan (port));
  facts->usable = zm_place_get_problem (place) == NULL && !zm_place_is_twin (place);
  facts->busy = zm_bench_port_get_advice (port) != NULL;
}

ZmLineNeed
zm_bench_need_judge (ZmBenchPort *port)
{
  ZmLineFacts facts = { 0 };

  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), ZM_LINE_EMPTY);

  look_at_place (port, &facts);
  if (zm_bench_port_get_session (port) != NULL)
    look_at_session (port, &facts);
  else if (facts.attached && !facts.busy && is_done_with (port))
    return ZM_LINE_DONE;

  return zm_line_judge (&facts);
}

ZmRetry
zm_bench_need_judge_retry (ZmBenchPort *port)
{
  ZmPlace *place;
  g_autofree char *session_id = NULL;
  g_autoptr(GError) failure = NULL;
  ZmSessionState state;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), ZM_RETRY_NEVER);

  place = zm_bench_port_get_place (port);
  if (zm_bench_port_get_session (port) == NULL || zm_bench_need_judge (port) != ZM_LINE_STAND ||
      !zm_place_is_usable (place) || zm_place_is_twin (place))
    return ZM_RETRY_NEVER;

  g_object_get (zm_bench_port_get_session (port), "session-id", &session_id, "state", &state,
                "failure", &failure, NULL);
  return zm_retry_judge (failure, session_id, state);
}

guint
zm_bench_need_count_retries (GListModel *ports)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (ports, i);

      count += zm_bench_need_judge_retry (port) != ZM_RETRY_NEVER;
    }

  return count;
}

static void
retry (ZmBenchPort *port)
{
  switch (zm_bench_need_judge_retry (port))
    {
    case ZM_RETRY_RESUME:
      zm_bench_half_done_resume (port);
      break;
    case ZM_RETRY_SCAN:
      zm_bench_port_clear (port);
      zm_bench_pair_screen (port);
      break;
    case ZM_RETRY_NEVER:
    default:
      break;
    }
}

void
zm_bench_need_retry_all (GListModel *ports)
{
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (ports, i);

      retry (port);
    }
}

static const char *
say_question (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      return _("Compare the numbers");
    case ZM_QUESTION_REGISTER:
      return _("Give it a label");
    case ZM_QUESTION_REKEY:
      return _("Decide: a new certificate?");
    case ZM_QUESTION_TAKE_OVER:
      return _("Decide: back into service?");
    case ZM_QUESTION_SET_CLOCK:
      return _("Decide: set its clock?");
    case ZM_QUESTION_ISSUE:
      return _("Issue its certificate");
    case ZM_QUESTION_NONE:
    default:
      return NULL;
    }
}

static char *
say_missing (ZmSession *session)
{
  g_autofree char *device_id = NULL;

  g_object_get (session, "device-id", &device_id, NULL);
  return g_strdup_printf (_("Plug in %s"), device_id);
}

static char *
say_failure (ZmBenchPort *port)
{
  ZmSession *session = zm_bench_port_get_session (port);
  g_autoptr(GError) failure = NULL;

  if (zm_bench_need_is_half_done (port) && zm_bench_half_done_is_missing (port))
    return say_missing (session);

  g_object_get (session != NULL ? G_OBJECT (session) : G_OBJECT (port), "failure", &failure, NULL);
  return failure != NULL ? zm_failure_words_say (failure) : NULL;
}

/* A real cable is there to be pulled. */
static char *
say_done (ZmBenchPort *port)
{
  ZmSession *session = zm_bench_port_get_session (port);
  ZmSessionState state;

  if (session == NULL || zm_bench_port_get_device (port) != NULL ||
      !zm_place_is_attached (zm_bench_port_get_place (port)))
    return NULL;

  g_object_get (session, "state", &state, NULL);
  return g_strdup (state == ZM_SESSION_VERIFIED ? _("Done: unplug it") : _("Unplug it"));
}

static char *
say_need (ZmBenchPort *port)
{
  ZmSessionQuestion question;

  switch (zm_bench_need_judge (port))
    {
    case ZM_LINE_ASK:
      g_object_get (zm_bench_port_get_session (port), "question", &question, NULL);
      return g_strdup (say_question (question));
    case ZM_LINE_STAND:
      return say_failure (port);
    case ZM_LINE_DONE:
      return say_done (port);
    case ZM_LINE_EMPTY:
    case ZM_LINE_SCAN:
    case ZM_LINE_SOON:
    case ZM_LINE_WORK:
    default:
      return NULL;
    }
}

/* What is on record of who is there, before anything was begun with them. */
static char *
tell_record (ZmBenchPort *port)
{
  ZmPlace *place = zm_bench_port_get_place (port);
  g_autofree char *verified = NULL;
  g_autofree char *until = NULL;

  if (zm_bench_port_get_session (port) != NULL || !zm_place_is_in_service (place))
    return NULL;

  verified = zm_time_words_format_day (zm_place_get_verified_at (place));
  until = zm_time_words_format_day (zm_place_get_valid_until (place));
  /* TRANSLATORS: two days */
  return g_strdup_printf (_("Verified on %s, valid until %s"), verified, until);
}

char *
zm_bench_need_tell (ZmBenchPort *port)
{
  g_autofree char *need = NULL;
  g_autofree char *since = NULL;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);

  need = say_need (port);
  if (need == NULL)
    return tell_record (port);

  since = zm_time_words_format_clock (zm_bench_port_get_since (port));
  /* TRANSLATORS: what to do, or why a device stands, and a time of day */
  return g_strdup_printf (_("%s (since %s)"), need, since);
}
