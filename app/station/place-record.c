#include "app/station/place-record.h"

#include "app/store/certificate-record.h"
#include "app/store/session-record.h"

typedef struct {
  ZmInstant verified_at; /* 0: never */
  ZmInstant valid_until; /* of the certificate in use; 0: there is none */
} Record;

typedef struct {
  ZmStation *station;
  char      *device_id;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->station);
  g_free (asked->device_id);
  g_free (asked);
}

static gboolean
read_certificate (ZmDatabase  *database,
                  const char  *device_id,
                  Record      *record,
                  GError     **error)
{
  g_autoptr(GPtrArray) certificates = zm_certificate_record_list_of_device (database, device_id, error);

  if (certificates == NULL)
    return FALSE;

  for (guint i = 0; i < certificates->len; i++)
    {
      const ZmCertificateRecord *certificate = g_ptr_array_index (certificates, i);

      if (certificate->state == ZM_CERTIFICATE_ACTIVE)
        record->valid_until = MAX (record->valid_until, certificate->not_after);
    }

  return TRUE;
}

static gboolean
read_session (ZmDatabase  *database,
              const char  *device_id,
              Record      *record,
              GError     **error)
{
  g_autoptr(GPtrArray) sessions = zm_session_record_list (database, device_id, error);

  if (sessions == NULL)
    return FALSE;

  for (guint i = 0; i < sessions->len; i++)
    {
      const ZmSessionRecord *session = g_ptr_array_index (sessions, i);

      if (session->state == ZM_SESSION_VERIFIED)
        record->verified_at = MAX (record->verified_at, session->updated_at);
    }

  return TRUE;
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Asked *asked = task_data;
  ZmDatabase *database = zm_station_get_database (asked->station);
  g_autofree Record *record = g_new0 (Record, 1);
  GError *error = NULL;

  if (read_certificate (database, asked->device_id, record, &error) &&
      read_session (database, asked->device_id, record, &error))
    g_task_return_pointer (task, g_steal_pointer (&record), g_free);
  else
    g_task_return_error (task, error);
}

/* Somebody else may be there by now, who was asked for as well. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmPlace *place = ZM_PLACE (source);
  const Asked *asked = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autofree Record *record = g_task_propagate_pointer (G_TASK (result), &error);

  if (record == NULL)
    g_warning ("The record of a device cannot be read: %s", error->message);
  else if (g_strcmp0 (zm_place_get_device_id (place), asked->device_id) == 0)
    zm_place_set_record (place, record->verified_at, record->valid_until);
}

void
zm_place_record_load (ZmPlace   *place,
                      ZmStation *station)
{
  g_autoptr(GTask) task = NULL;
  Asked *asked;

  g_return_if_fail (ZM_IS_PLACE (place));
  g_return_if_fail (ZM_IS_STATION (station));

  if (zm_place_get_device_id (place) == NULL)
    return;

  asked = g_new0 (Asked, 1);
  asked->station = g_object_ref (station);
  asked->device_id = g_strdup (zm_place_get_device_id (place));
  task = g_task_new (place, NULL, read_cb, NULL);
  g_task_set_source_tag (task, zm_place_record_load);
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, read_in_thread);
}
