#include "config.h"

#include "ui/enrolment.h"

#include "app/base/join.h"

#include <glib/gi18n.h>

#define PERIOD 15 /* s; others who open or close it are seen this late at the latest */

struct _ZmEnrolment {
  GObject        parent_instance;

  ZmStation     *station;
  GCancellable  *ended;
  guint          ticking; /* source */
  gboolean       asking;
  gboolean       again;   /* asked for while the signer was being asked */
  gboolean       known;
  ZmWindowState  state;
};

G_DEFINE_FINAL_TYPE (ZmEnrolment, zm_enrolment, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DEVICES_LEFT,
  PROP_KNOWN,
  PROP_OPEN,
  PROP_SENTENCE,
  PROP_SUMMARY,
  PROP_UNTIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
count_minutes (ZmEnrolment *self)
{
  gint64 left = self->state.until - zm_instant_now ();

  return (guint) MAX (0, (left + ZM_INSTANT_MINUTE - 1) / ZM_INSTANT_MINUTE);
}

static char *
dup_summary (ZmEnrolment *self)
{
  guint minutes = count_minutes (self);
  g_autofree char *devices = NULL;
  g_autofree char *time = NULL;

  if (!self->known)
    return NULL;
  if (!self->state.open)
    return g_strdup (_("Closed"));

  devices = g_strdup_printf (ngettext ("%u device", "%u devices", self->state.devices_left),
                             self->state.devices_left);
  /* TRANSLATORS: for how many minutes the enrolment window is still open; there is little room. */
  time = g_strdup_printf (_("%u min"), minutes);
  /* TRANSLATORS: "2 devices", "5 min" */
  return g_strdup_printf (_("%s · %s"), devices, time);
}

static char *
dup_sentence (ZmEnrolment *self)
{
  guint minutes = count_minutes (self);
  g_autofree char *devices = NULL;
  g_autofree char *time = NULL;

  if (!self->known)
    return g_strdup (_("The signer has not said whether certificates may be issued."));
  if (!self->state.open)
    return g_strdup (_("Closed: no certificate is issued until an administrator opens it."));

  devices = g_strdup_printf (ngettext ("Open for %u more device.", "Open for %u more devices.",
                                       self->state.devices_left), self->state.devices_left);
  time = g_strdup_printf (ngettext ("It closes by itself in %u minute.",
                                    "It closes by itself in %u minutes.", minutes), minutes);
  return zm_join_sentences (devices, time);
}

static void
notify_all (ZmEnrolment *self)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (object, properties[i]);
  g_object_thaw_notify (object);
}

static void
ask_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_autofree ZmWindowState *state = g_new0 (ZmWindowState, 1);
  GError *error = NULL;

  if (zm_window_desk_show (task_data, state, &error))
    g_task_return_pointer (task, g_steal_pointer (&state), g_free);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ZmEnrolment *self = ZM_ENROLMENT (source);
  g_autofree ZmWindowState *state = g_task_propagate_pointer (G_TASK (result), NULL);

  self->asking = FALSE;
  if (g_cancellable_is_cancelled (self->ended))
    return;

  /* Without an answer nothing is claimed; who wants to know why finds the signer among the checks. */
  self->known = state != NULL;
  if (state != NULL)
    self->state = *state;
  notify_all (self);
  if (self->again)
    zm_enrolment_refresh (self);
}

void
zm_enrolment_refresh (ZmEnrolment *self)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_ENROLMENT (self));

  self->again = self->asking;
  if (self->asking)
    return;

  self->asking = TRUE;
  task = g_task_new (self, NULL, asked_cb, NULL);
  g_task_set_source_tag (task, zm_enrolment_refresh);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, ask_in_thread);
}

static gboolean
tick_cb (gpointer user_data)
{
  zm_enrolment_refresh (user_data);
  return G_SOURCE_CONTINUE;
}

/* A session uses a device up; the sign-in brings the signer. */
static void
station_changed_cb (ZmEnrolment *self,
                    const char  *topic)
{
  if (g_str_equal (topic, "authority") || g_str_equal (topic, "sessions") ||
      g_str_equal (topic, "operator"))
    zm_enrolment_refresh (self);
}

typedef struct {
  ZmStation *station;
  guint      devices;
  guint      minutes;
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->station);
  g_free (wish);
}

static void
open_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Wish *wish = task_data;
  GError *error = NULL;

  if (zm_window_desk_open (wish->station, wish->devices, wish->minutes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const Wish *wish = task_data;
  GError *error = NULL;

  if (zm_window_desk_close (wish->station, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
act (ZmEnrolment         *self,
     guint                devices,
     guint                minutes,
     GTaskThreadFunc      work,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->station = g_object_ref (self->station);
  wish->devices = devices;
  wish->minutes = minutes;
  g_task_set_source_tag (task, act);
  g_task_set_task_data (task, wish, free_wish);
  g_task_run_in_thread (task, work);
}

void
zm_enrolment_open_async (ZmEnrolment         *self,
                         guint                devices,
                         guint                minutes,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (ZM_IS_ENROLMENT (self));

  act (self, devices, minutes, open_in_thread, callback, user_data);
}

void
zm_enrolment_close_async (ZmEnrolment         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (ZM_IS_ENROLMENT (self));

  act (self, 0, 0, close_in_thread, callback, user_data);
}

gboolean
zm_enrolment_finish (ZmEnrolment   *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
zm_enrolment_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ZmEnrolment *self = ZM_ENROLMENT (object);

  switch (prop_id)
    {
    case PROP_DEVICES_LEFT:
      g_value_set_uint (value, self->state.devices_left);
      break;
    case PROP_KNOWN:
      g_value_set_boolean (value, self->known);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, self->known && self->state.open);
      break;
    case PROP_SENTENCE:
      g_value_take_string (value, dup_sentence (self));
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, dup_summary (self));
      break;
    case PROP_UNTIL:
      g_value_set_int64 (value, self->state.until);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_enrolment_dispose (GObject *object)
{
  ZmEnrolment *self = ZM_ENROLMENT (object);

  g_cancellable_cancel (self->ended);
  g_clear_handle_id (&self->ticking, g_source_remove);

  G_OBJECT_CLASS (zm_enrolment_parent_class)->dispose (object);
}

static void
zm_enrolment_finalize (GObject *object)
{
  ZmEnrolment *self = ZM_ENROLMENT (object);

  g_object_unref (self->station);
  g_object_unref (self->ended);

  G_OBJECT_CLASS (zm_enrolment_parent_class)->finalize (object);
}

static void
zm_enrolment_class_init (ZmEnrolmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_enrolment_dispose;
  object_class->finalize = zm_enrolment_finalize;
  object_class->get_property = zm_enrolment_get_property;

  properties[PROP_DEVICES_LEFT] = g_param_spec_uint ("devices-left", NULL, NULL, 0, G_MAXUINT, 0,
                                                     flags);
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_UNTIL] = g_param_spec_int64 ("until", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_enrolment_init (ZmEnrolment *self)
{
  self->ended = g_cancellable_new ();
}

ZmEnrolment *
zm_enrolment_new (ZmStation *station)
{
  ZmEnrolment *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_ENROLMENT, NULL);
  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->ticking = g_timeout_add_seconds (PERIOD, tick_cb, self);
  zm_enrolment_refresh (self);

  return self;
}
