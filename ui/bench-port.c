#include "config.h"

#include "ui/bench-port.h"

#include "app/station/retry.h"
#include "app/station/session-state.h"
#include "ui/bench-badge.h"
#include "ui/bench-port-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (ZmBenchPort, zm_bench_port, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_BUSY,
  PROP_DEVICE,
  PROP_FAILURE,
  PROP_KIND,
  PROP_PLACE,
  PROP_RUNNING,
  PROP_SESSION,
  PROP_STATUS,
  PROP_SUBTITLE,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SEVERAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_badge (ZmBenchPort *self,
           ZmBadgeKind  kind,
           const char  *status)
{
  if (self->kind != kind)
    {
      self->kind = kind;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
    }
  if (g_strcmp0 (self->status, status) != 0)
    {
      self->status = status;
      self->since = zm_instant_now ();
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
    }
}

static void
update_badge (ZmBenchPort *self)
{
  ZmBadgeKind kind;
  const char *status = zm_bench_badge_judge (&(ZmBenchFacts) {
    .place = self->place,
    .device = self->device,
    .session = self->session,
    .busy = self->busy,
    .failure = self->failure,
    .awaited = self->memory.awaited,
  }, &kind);

  set_badge (self, kind, status);
}

void
zm_bench_port_wait (ZmBenchPort *self)
{
  zm_bench_memory_note_wait (&self->memory);
  update_badge (self);
}

void
zm_bench_port_set_busy (ZmBenchPort *self,
                        const char  *busy,
                        const char  *advice)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  self->advice = advice;
  update_badge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
zm_bench_port_set_failure (ZmBenchPort  *self,
                           const GError *failure)
{
  if (self->failure == NULL && failure == NULL)
    return;

  g_clear_error (&self->failure);
  self->failure = failure != NULL ? g_error_copy (failure) : NULL;
  update_badge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

/* Whoever is plugged in is done with; what the plug did meanwhile is no arrival any more. */
static void
settle_arrival (ZmBenchPort *self)
{
  ZmSessionState state;

  g_object_get (self->session, "state", &state, NULL);
  if (!zm_bench_port_is_running (self) && state == ZM_SESSION_VERIFIED)
    self->memory.arrived = FALSE;
}

static void
session_changed_cb (ZmBenchPort *self,
                    GParamSpec  *pspec)
{
  settle_arrival (self);
  update_badge (self);
  if (g_str_equal (pspec->name, "running"))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

void
zm_bench_port_set_session (ZmBenchPort *self,
                           ZmSession   *session)
{
  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_changed_cb, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify", G_CALLBACK (session_changed_cb), self,
                             G_CONNECT_SWAPPED);
  update_badge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/* Nobody was there to go on with, so that nothing has become of it: what stood here stands here again, or
 * it lies in the tray. */
static void
stand_again (ZmBenchPort  *self,
             ZmSession    *ended,
             const GError *failure)
{
  g_autoptr(ZmSession) before = g_steal_pointer (&self->before);
  g_autofree char *session_id = NULL;

  g_object_get (ended, "session-id", &session_id, NULL);
  if (session_id == NULL && self->memory.resumed != NULL && self->session == ended &&
      zm_retry_is_absence (failure) && (before != NULL || !zm_place_is_attached (self->place)))
    zm_bench_port_set_session (self, before);
}

/* The session itself says how it ended. */
static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!zm_session_run_finish (ZM_SESSION (source), result, &error))
    {
      g_debug ("The session on %s ended: %s", zm_place_get_address (self->place), error->message);
      stand_again (self, ZM_SESSION (source), error);
    }
}

void
zm_bench_port_run (ZmBenchPort *self,
                   ZmSession   *session,
                   const char  *ticket)
{
  zm_bench_memory_note_run (&self->memory, ticket);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  zm_bench_port_set_failure (self, NULL);
  zm_bench_port_set_session (self, session);
  zm_session_run_async (session, self->cancellable, run_cb, g_object_ref (self));
}

gboolean
zm_bench_port_begin (ZmBenchPort *self)
{
  if (zm_bench_port_is_at_work (self))
    return FALSE;

  zm_bench_port_set_failure (self, NULL);
  zm_bench_memory_note_begin (&self->memory);
  g_clear_object (&self->before);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  return TRUE;
}

/* It is at work, or was interrupted and can be gone on with. */
static gboolean
is_open (ZmSession *session)
{
  g_autofree char *session_id = NULL;
  ZmSessionState state;
  gboolean running;

  if (session == NULL)
    return FALSE;

  g_object_get (session, "session-id", &session_id, "state", &state, "running", &running, NULL);
  return running || (session_id != NULL && zm_session_record_state_is_open (state));
}

static const GError *
get_failure (ZmBenchPort *self)
{
  return self->failure != NULL ? self->failure : zm_place_get_problem (self->place);
}

static char *
dup_subtitle (ZmBenchPort *self)
{
  const char *device_id = zm_place_get_device_id (self->place);

  if (self->device != NULL)
    return g_strdup (zm_simulated_device_get_label (self->device));
  if (device_id != NULL)
    return g_strdup (device_id);
  if (zm_place_get_port (self->place) == NULL)
    return g_strdup (_("Simulated port"));

  return g_strdup (zm_place_is_attached (self->place) ? _("A device is plugged in")
                                                      : _("Nothing is plugged in"));
}

static void
zm_bench_port_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ZmBenchPort *self = ZM_BENCH_PORT (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy != NULL);
      break;
    case PROP_DEVICE:
      g_value_set_object (value, self->device);
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, get_failure (self));
      break;
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_PLACE:
      g_value_set_object (value, self->place);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, zm_bench_port_is_running (self));
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_SUBTITLE:
      g_value_take_string (value, dup_subtitle (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, zm_place_get_title (self->place));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_bench_port_finalize (GObject *object)
{
  ZmBenchPort *self = ZM_BENCH_PORT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->before);
  g_clear_object (&self->device);
  g_clear_object (&self->place);
  g_clear_object (&self->station);
  g_clear_error (&self->failure);
  zm_bench_memory_clear (&self->memory);

  G_OBJECT_CLASS (zm_bench_port_parent_class)->finalize (object);
}

static void
zm_bench_port_class_init (ZmBenchPortClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_bench_port_finalize;
  object_class->get_property = zm_bench_port_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_DEVICE] = g_param_spec_object ("device", NULL, NULL, ZM_TYPE_SIMULATED_DEVICE,
                                                 flags);
  properties[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL, flags);
  properties[PROP_PLACE] = g_param_spec_object ("place", NULL, NULL, ZM_TYPE_PLACE, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, ZM_TYPE_SESSION, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SEVERAL] = g_signal_new ("several", ZM_TYPE_BENCH_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
zm_bench_port_init (ZmBenchPort *self)
{
}

/* A device that is plugged in has not been asked for its session yet, and what was wrong with the one
 * before it says nothing of this one. */
static void
place_changed_cb (ZmBenchPort *self,
                  GParamSpec  *pspec,
                  ZmPlace     *place)
{
  if (g_str_equal (pspec->name, "attached"))
    {
      zm_bench_memory_note_plug (&self->memory, zm_place_is_attached (place));
      zm_bench_port_set_failure (self, NULL);
    }
  update_badge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

ZmBenchPort *
zm_bench_port_new (ZmStation *station,
                   ZmPlace   *place)
{
  ZmBenchPort *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (ZM_IS_PLACE (place), NULL);

  self = g_object_new (ZM_TYPE_BENCH_PORT, NULL);
  self->station = g_object_ref (station);
  self->place = g_object_ref (place);
  self->memory.arrived = zm_place_is_attached (place);
  g_signal_connect_object (place, "notify", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_badge (self);

  return self;
}

ZmBenchPort *
zm_bench_port_new_simulated (ZmStation         *station,
                             ZmSimulatedDevice *device)
{
  g_autoptr(ZmPlace) place = NULL;
  ZmBenchPort *self;

  g_return_val_if_fail (ZM_IS_SIMULATED_DEVICE (device), NULL);

  place = zm_place_new (zm_simulated_device_get_address (device), NULL,
                        zm_simulated_device_get_id (device));
  self = zm_bench_port_new (station, place);
  self->device = g_object_ref (device);
  g_signal_connect_object (device, "notify::status", G_CALLBACK (update_badge), self,
                           G_CONNECT_SWAPPED);
  update_badge (self);

  return self;
}

ZmPlace *
zm_bench_port_get_place (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  return self->place;
}

gboolean
zm_bench_port_has_arrived (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return self->memory.arrived && self->busy == NULL;
}

ZmSession *
zm_bench_port_get_session (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  return self->session;
}

ZmSimulatedDevice *
zm_bench_port_get_device (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  return self->device;
}

gboolean
zm_bench_port_is_running (ZmBenchPort *self)
{
  gboolean running = FALSE;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  if (self->session != NULL)
    g_object_get (self->session, "running", &running, NULL);

  return running;
}

gboolean
zm_bench_port_is_at_work (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return self->busy != NULL || zm_bench_port_is_running (self);
}

const char *
zm_bench_port_get_advice (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  return self->advice;
}

ZmInstant
zm_bench_port_get_since (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), 0);

  return self->since;
}

/* Before the device has proved that the session is its own, the session itself says nothing. */
char *
zm_bench_port_dup_session_id (ZmBenchPort *self)
{
  char *session_id = NULL;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  if (self->memory.resumed != NULL && zm_bench_port_is_at_work (self))
    return g_strdup (self->memory.resumed);
  if (self->session != NULL)
    g_object_get (self->session, "session-id", &session_id, NULL);

  return session_id;
}

const ZmBenchMemory *
zm_bench_port_get_memory (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), NULL);

  return &self->memory;
}

/* A ticket that the screen does not show any more cannot be scanned from it. */
gboolean
zm_bench_port_can_scan (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return self->device != NULL && zm_simulated_device_get_ticket (self->device) != NULL &&
         g_str_equal (zm_simulated_device_get_status (self->device), "waiting");
}

/* Of a resumed session nobody knows the ticket. */
gboolean
zm_bench_port_has_ticket (ZmBenchPort *self,
                          const char  *ticket)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return is_open (self->session) && g_strcmp0 (self->memory.ticket, ticket) == 0;
}

gboolean
zm_bench_port_is_free (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return !is_open (self->session) && !zm_bench_port_is_at_work (self) &&
         zm_place_is_usable (self->place);
}

void
zm_bench_port_stop (ZmBenchPort *self)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  g_cancellable_cancel (self->cancellable);
}

/* Whoever is done with still lies before the camera. */
static void
note_done (ZmBenchPort *self)
{
  g_autofree char *device_id = NULL;
  ZmSessionState state = ZM_SESSION_FAILED;

  if (self->session != NULL)
    g_object_get (self->session, "state", &state, "device-id", &device_id, NULL);
  zm_bench_memory_note_done (&self->memory, state == ZM_SESSION_VERIFIED ? device_id : NULL);
}

void
zm_bench_port_clear (ZmBenchPort *self)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  if (zm_bench_port_is_at_work (self))
    return;

  note_done (self);
  zm_bench_port_set_failure (self, NULL);
  zm_bench_port_set_session (self, NULL);
}
