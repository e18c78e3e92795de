#include "app/station/shift.h"

struct _ZmShift {
  GObject       parent_instance;

  ZmStation    *station;
  ZmShiftTally *tally;
  char         *operator_name;
  GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_FINAL_TYPE (ZmShift, zm_shift, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct {
  ZmStation *station;
  char      *operator_name;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->station);
  g_free (reading->operator_name);
  g_free (reading);
}

static void
take_tally (ZmShift      *self,
            ZmShiftTally *tally)
{
  zm_shift_tally_free (self->tally);
  self->tally = tally;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Reading *reading = task_data;
  GError *error = NULL;
  ZmShiftTally *tally = zm_shift_tally_load (zm_station_get_database (reading->station),
                                             reading->operator_name, &error);

  if (tally != NULL)
    g_task_return_pointer (task, tally, (GDestroyNotify) zm_shift_tally_free);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ZmShiftTally *tally = g_task_propagate_pointer (G_TASK (result), &error);

  if (tally != NULL)
    take_tally (ZM_SHIFT (source), tally);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The shift cannot be read: %s", error->message);
}

/* The newest reading wins. */
static void
load (ZmShift *self)
{
  g_autoptr(GTask) task = NULL;
  Reading *reading;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->operator_name == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  reading = g_new0 (Reading, 1);
  reading->station = g_object_ref (self->station);
  reading->operator_name = g_strdup (self->operator_name);
  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, load_in_thread);
}

static void
take_operator (ZmShift *self)
{
  ZmSignerClient *signer = zm_station_get_signer (self->station);
  g_autofree char *name = signer != NULL ? zm_signer_client_dup_operator (signer) : NULL;

  if (g_strcmp0 (name, self->operator_name) == 0)
    return;

  g_free (self->operator_name);
  self->operator_name = g_steal_pointer (&name);
  take_tally (self, NULL);
}

static void
changed_cb (ZmShift    *self,
            const char *topic)
{
  if (g_str_equal (topic, "operator"))
    take_operator (self);
  else if (!g_str_equal (topic, "sessions"))
    return;

  load (self);
}

static void
zm_shift_finalize (GObject *object)
{
  ZmShift *self = ZM_SHIFT (object);

  g_clear_object (&self->cancellable);
  zm_shift_tally_free (self->tally);
  g_free (self->operator_name);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_shift_parent_class)->finalize (object);
}

static void
zm_shift_class_init (ZmShiftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_shift_finalize;

  signals[CHANGED] = g_signal_new ("changed", ZM_TYPE_SHIFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
zm_shift_init (ZmShift *self)
{
}

ZmShift *
zm_shift_new (ZmStation *station)
{
  ZmShift *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_SHIFT, NULL);
  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  take_operator (self);
  load (self);

  return self;
}

const ZmShiftTally *
zm_shift_get_tally (ZmShift *self)
{
  g_return_val_if_fail (ZM_IS_SHIFT (self), NULL);

  return self->tally;
}

const char *
zm_shift_get_operator (ZmShift *self)
{
  g_return_val_if_fail (ZM_IS_SHIFT (self), NULL);

  return self->operator_name;
}

void
zm_shift_reload (ZmShift *self)
{
  g_return_if_fail (ZM_IS_SHIFT (self));

  load (self);
}

gboolean
zm_shift_start (ZmStation  *station,
                GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  return zm_station_check_operator (station, error) &&
         zm_station_record_alone (station, &(ZmStationEvent) { .action = "shift.started" }, error);
}

static void
start_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;

  if (zm_shift_start (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
zm_shift_start_async (ZmShift             *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_SHIFT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_shift_start_async);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, start_in_thread);
}

gboolean
zm_shift_start_finish (ZmShift       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  load (self);
  return TRUE;
}
