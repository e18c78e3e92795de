#include "app/station/retirement.h"

#include "app/station/authority.h"
#include "app/station/registry.h"

/* For the signer, who certifies the device again takes it over from now on. */
static gboolean
tell_signer (ZmStation   *station,
             const char  *device_id,
             GError     **error)
{
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_DEVICE_RETIRE,
                                              json_pack ("{s:s}", "deviceId", device_id), error);

  return answer != NULL;
}

gboolean
zm_retirement_run (ZmStation   *station,
                   const char  *device_id,
                   GError     **error)
{
  return zm_registry_set_state (station, device_id, ZM_DEVICE_RETIRED, error) &&
         tell_signer (station, device_id, error) &&
         zm_authority_revoke_device (station, device_id, NULL, ZM_REASON_CESSATION_OF_OPERATION,
                                     error);
}
