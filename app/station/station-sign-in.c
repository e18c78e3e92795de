#include "app/station/station.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/pki/random.h"

static void
record_sign_in (ZmStation    *self,
                const char   *operator_name,
                const GError *refusal)
{
  g_autofree char *shown = zm_text_escape (operator_name, -1);
  g_autoptr(GError) error = NULL;
  ZmStationEvent event = {
    .action = "operator.signed-in",
    .outcome = refusal == NULL ? ZM_AUDIT_SUCCESS : ZM_AUDIT_FAILURE,
    .detail = json_pack ("{s:s}", "operator", shown),
  };

  if (refusal != NULL)
    zm_station_record_refusal (self, &event, refusal);
  /* With a full disk nothing is issued, but revoking needs a person all the same. */
  else if (!zm_station_record_alone (self, &event, &error))
    g_warning ("The sign-in could not be recorded: %s", error->message);
}

/* Somebody else took the desk over. */
static void
record_replaced (ZmStation  *self,
                 const char *before,
                 ZmRole      role,
                 const char *operator_name)
{
  g_autofree char *shown = zm_text_escape (operator_name, -1);
  g_autoptr(GError) error = NULL;
  const ZmStationEvent event = {
    .actor = before,
    .role = zm_request_role_name (role),
    .action = "operator.signed-out",
    .detail = json_pack ("{s:s}", "replacedBy", shown),
  };

  if (!zm_station_record_alone (self, &event, &error))
    g_warning ("The sign-out could not be recorded: %s", error->message);
}

gboolean
zm_station_sign_in (ZmStation       *self,
                    const char      *operator_name,
                    const ZmSecret  *pin,
                    GError         **error)
{
  g_autoptr(GError) refusal = NULL;
  g_autofree char *before = NULL;
  ZmSignerClient *signer;
  ZmRole role;
  gboolean ok;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);
  g_return_val_if_fail (operator_name != NULL && pin != NULL, FALSE);

  signer = zm_station_need_signer (self, error);
  if (signer == NULL || !zm_random_check (error))
    return FALSE;

  before = zm_signer_client_dup_operator (signer);
  role = zm_signer_client_get_role (signer);
  ok = zm_signer_client_sign_in (signer, operator_name, pin, &refusal);
  if (ok && before != NULL && !g_str_equal (before, operator_name))
    record_replaced (self, before, role, operator_name);
  record_sign_in (self, operator_name, refusal);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&refusal));
  else
    zm_station_notify (self, "operator");

  return ok;
}

void
zm_station_sign_out (ZmStation *self)
{
  const ZmStationEvent event = { .action = "operator.signed-out" };
  ZmSignerClient *signer;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ZM_IS_STATION (self));

  signer = zm_station_get_signer (self);
  if (signer == NULL || zm_signer_client_get_role (signer) == ZM_ROLE_NONE)
    return;

  /* First, while the record still has its actor. */
  if (!zm_station_record_alone (self, &event, &error))
    g_warning ("The sign-out could not be recorded: %s", error->message);
  zm_signer_client_sign_out (signer);
  zm_station_notify (self, "operator");
}

gboolean
zm_station_check_operator (ZmStation  *self,
                           GError    **error)
{
  ZmSignerClient *signer;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);

  signer = zm_station_need_signer (self, error);
  return signer != NULL &&
         zm_signer_client_check_role (signer, ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR, error);
}
