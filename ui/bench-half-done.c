#include "config.h"

#include "ui/bench-half-done.h"

#include "app/station/retry.h"
#include "ui/bench-port-private.h"
#include "ui/session-task.h"

#include <glib/gi18n.h>

/* A place without a port does not see a plug: there, whoever could not be reached is missing. */
gboolean
zm_bench_half_done_is_missing (ZmBenchPort *self)
{
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  if (self->session == NULL || zm_bench_port_is_at_work (self))
    return FALSE;
  if (zm_place_get_port (self->place) != NULL)
    return !zm_place_is_attached (self->place);

  g_object_get (self->session, "failure", &failure, NULL);
  return failure != NULL && zm_retry_is_absence (failure);
}

/* A plug that bounced may have left, or somebody else may be there by now: then the session stays
 * where it was, and who has arrived meanwhile is looked at anew. */
static gboolean
may_run (ZmBenchPort *self)
{
  return zm_bench_memory_has_stayed (&self->memory) && !g_cancellable_is_cancelled (self->cancellable);
}

/* What is shown here and is about to be gone on with, or NULL. */
static ZmSession *
get_standing (ZmBenchPort *self)
{
  g_autofree char *session_id = NULL;

  if (self->session != NULL)
    g_object_get (self->session, "session-id", &session_id, NULL);

  return session_id != NULL && g_strcmp0 (session_id, self->memory.resumed) == 0 ? self->session : NULL;
}

static void
resume_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSession) session = zm_session_task_resume_finish (ZM_STATION (source), result,
                                                                &error);

  /* What was stopped before anything showed of it goes on with the next who signs in. */
  if (g_cancellable_is_cancelled (self->cancellable) && self->session == NULL)
    self->memory.arrived = zm_place_is_attached (self->place);
  zm_bench_port_set_busy (self, NULL, NULL);
  if (session == NULL)
    {
      zm_bench_port_set_session (self, NULL);
      zm_bench_port_set_failure (self, error);
    }
  else if (may_run (self))
    {
      g_set_object (&self->before, get_standing (self));
      zm_bench_port_run (self, session, NULL);
    }
}

static void
abandon_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;

  zm_bench_port_set_busy (self, NULL, NULL);
  zm_bench_port_set_session (self, NULL);
  if (!zm_session_task_abandon_finish (ZM_STATION (source), result, &error))
    zm_bench_port_set_failure (self, error);
}

/* Of the session that stands here; NULL if there is none, or something runs. */
static char *
dup_standing (ZmBenchPort *self)
{
  char *session_id = NULL;

  if (self->session != NULL && !zm_bench_port_is_at_work (self))
    g_object_get (self->session, "session-id", &session_id, NULL);

  return session_id;
}

static void
go_on (ZmBenchPort *self,
       const char  *session_id,
       gboolean     unasked)
{
  if (!zm_bench_port_begin (self))
    return;

  zm_bench_memory_note_resume (&self->memory, session_id, unasked);
  zm_bench_port_set_busy (self, _("Resuming"), _("Wait: the station goes on with this device."));
  zm_session_task_resume_async (self->station, session_id, zm_place_get_address (self->place),
                                resume_cb, g_object_ref (self));
}

void
zm_bench_half_done_resume (ZmBenchPort *self)
{
  g_autofree char *session_id = NULL;

  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  session_id = dup_standing (self);
  if (session_id == NULL)
    return;

  if (zm_place_is_attached (self->place))
    go_on (self, session_id, FALSE);
  else
    zm_bench_port_wait (self);
}

void
zm_bench_half_done_continue (ZmBenchPort *self,
                             const char  *session_id)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));
  g_return_if_fail (session_id != NULL);

  go_on (self, session_id, TRUE);
}

void
zm_bench_half_done_abandon (ZmBenchPort *self)
{
  g_autofree char *session_id = NULL;

  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  session_id = dup_standing (self);
  if (session_id == NULL)
    return;

  zm_bench_port_set_busy (self, _("Ending"), _("Wait: the session is being ended."));
  zm_session_task_abandon_async (self->station, session_id, abandon_cb, g_object_ref (self));
}
