#include "app/station/retirement.h"

#include "app/station/authority.h"
#include "app/station/registry.h"

gboolean
zm_retirement_run (ZmStation   *station,
                   const char  *device_id,
                   GError     **error)
{
  return zm_registry_set_state (station, device_id, ZM_DEVICE_RETIRED, error) &&
         zm_authority_revoke_device (station, device_id, NULL, ZM_REASON_CESSATION_OF_OPERATION,
                                     error);
}
