#include "app/station/station.h"

#include "app/base/error.h"
#include "app/station/refusal.h"

#define SYSTEM "system" /* actor and role where nobody is signed in */

static ZmAuditRecord *
make_record (ZmStation            *self,
             const ZmStationEvent *event)
{
  ZmSignerClient *signer = zm_station_get_signer (self);
  g_autofree char *name = signer != NULL ? zm_signer_client_dup_operator (signer) : NULL;
  const char *role =
    name != NULL ? zm_request_role_name (zm_signer_client_get_role (signer)) : NULL;
  ZmAuditRecord *record;

  if (event->actor != NULL)
    record = zm_audit_record_new (event->actor, event->role, event->action, event->outcome);
  else
    record = zm_audit_record_new (name != NULL ? name : SYSTEM, role != NULL ? role : SYSTEM,
                                  event->action, event->outcome);
  zm_audit_record_set_place (record, event->port, event->session, event->device);
  record->detail = event->detail;

  return record;
}

gboolean
zm_station_record (ZmStation             *self,
                   const ZmStationEvent  *event,
                   GError               **error)
{
  g_autoptr(ZmAuditRecord) record = NULL;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);
  g_return_val_if_fail (event != NULL && event->action != NULL, FALSE);

  record = make_record (self, event);
  return zm_audit_log_append (zm_station_get_audit_log (self), record, error);
}

gboolean
zm_station_record_alone (ZmStation             *self,
                         const ZmStationEvent  *event,
                         GError               **error)
{
  if (!zm_station_record (self, event, error))
    return FALSE;

  zm_station_notify (self, "audit");
  return TRUE;
}

void
zm_station_record_refusal (ZmStation            *self,
                           const ZmStationEvent *event,
                           const GError         *refusal)
{
  ZmStationEvent complete = *event;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ZM_IS_STATION (self));
  g_return_if_fail (refusal != NULL);

  /* What nobody set is a success, and a refusal is none. */
  if (complete.outcome == ZM_AUDIT_SUCCESS)
    complete.outcome = ZM_AUDIT_FAILURE;
  if (complete.detail == NULL)
    complete.detail = json_object ();
  zm_refusal_describe (refusal, complete.detail);
  if (zm_station_record_alone (self, &complete, &error))
    zm_error_set_on_record (refusal);
  else
    g_warning ("A refusal could not be recorded: %s", error->message);
}

gboolean
zm_station_act (ZmStation             *self,
                ZmRequestType          type,
                json_t                *members,
                const ZmStationEvent  *event,
                const char            *topic,
                GError               **error)
{
  g_autoptr(GError) refusal = NULL;
  g_autoptr(json_t) answer = zm_station_call (self, type, members, &refusal);

  if (answer == NULL)
    {
      zm_station_record_refusal (self, event, refusal);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (!zm_station_record_alone (self, event, error))
    return FALSE;

  zm_station_witness (self);
  zm_station_notify (self, topic);
  return TRUE;
}
