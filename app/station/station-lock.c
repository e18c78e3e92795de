#include "app/station/station.h"

#include "app/base/error.h"

gboolean
zm_station_lock (ZmStation  *self,
                 gboolean    idle,
                 GError    **error)
{
  ZmStationEvent event = { .action = "operator.locked" };

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);

  event.detail = json_pack ("{s:b}", "idle", idle);
  return zm_station_record_alone (self, &event, error);
}

/* A new sign-in of the same person: the one before may have ended meanwhile. */
static gboolean
prove (ZmStation       *self,
       const ZmSecret  *pin,
       GError         **error)
{
  ZmSignerClient *signer = zm_station_need_signer (self, error);
  g_autofree char *name = signer != NULL ? zm_signer_client_dup_operator (signer) : NULL;

  if (signer == NULL)
    return FALSE;
  if (name != NULL)
    return zm_signer_client_sign_in (signer, name, pin, error);

  zm_error_set (error, ZM_ERROR_DENIED, "sign-in.missing", "no sign-in", "a sign-in",
                "Nobody is signed in");
  return FALSE;
}

gboolean
zm_station_unlock (ZmStation       *self,
                   const ZmSecret  *pin,
                   GError         **error)
{
  ZmStationEvent event = { .action = "operator.unlocked" };
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);
  g_return_val_if_fail (pin != NULL, FALSE);

  if (prove (self, pin, &refusal))
    {
      g_autoptr(GError) failure = NULL;

      /* As with a sign-in, a full disk keeps nobody from revoking. */
      if (!zm_station_record_alone (self, &event, &failure))
        g_warning ("The unlocking could not be recorded: %s", failure->message);
      return TRUE;
    }

  zm_station_record_refusal (self, &event, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
