#include "app/station/first-steps.h"

#include "app/base/error.h"
#include "app/station/operator-desk.h"
#include "app/station/window-desk.h"
#include "app/store/certificate-record.h"
#include "app/store/device-query.h"
#include "app/store/first-proof.h"

#include <string.h>

#define OPERATOR (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR)

static const ZmRole roles[ZM_N_FIRST_STEPS] = {
  [ZM_FIRST_STEP_AUTHORITY] = ZM_ROLE_ADMINISTRATOR,
  [ZM_FIRST_STEP_PEOPLE] = ZM_ROLE_ADMINISTRATOR,
  [ZM_FIRST_STEP_SERVER] = ZM_ROLE_ADMINISTRATOR,
  [ZM_FIRST_STEP_DEVICES] = OPERATOR,
  [ZM_FIRST_STEP_WINDOW] = ZM_ROLE_ADMINISTRATOR,
  [ZM_FIRST_STEP_PLUG] = OPERATOR,
};

static void
need (ZmFirstSteps *found,
      ZmFirstStep   step,
      gboolean      done)
{
  found->steps[step].needed = TRUE;
  found->steps[step].done = done;
}

/* Without an authority nobody can say yet whom its policy will name. */
static gboolean
look_at_authority (ZmStation     *station,
                   ZmFirstSteps  *found,
                   GError       **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(GPtrArray) servers = NULL;
  const ZmStationAuthority *authority = zm_station_get_authority (station, &local);

  if (authority == NULL && strcmp (zm_error_get_check (local), "authority.absent") != 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (authority == NULL)
    {
      need (found, ZM_FIRST_STEP_AUTHORITY, FALSE);
      return TRUE;
    }
  if (authority->server_url == NULL || *authority->server_url == '\0')
    return TRUE;

  servers = zm_certificate_record_list_of_kind (zm_station_get_database (station),
                                                ZM_CERTIFICATE_SERVER, error);
  if (servers == NULL)
    return FALSE;

  need (found, ZM_FIRST_STEP_SERVER, servers->len > 0);
  return TRUE;
}

static gboolean
look_at_people (ZmStation     *station,
                ZmFirstSteps  *found,
                GError       **error)
{
  g_autoptr(GPtrArray) people = zm_operator_desk_list (station, error);
  guint active = 0;

  if (people == NULL)
    return FALSE;

  for (guint i = 0; i < people->len; i++)
    active += ((const ZmOperatorEntry *) people->pdata[i])->active;
  need (found, ZM_FIRST_STEP_PEOPLE, active > 1);
  return TRUE;
}

static gboolean
look_at_devices (ZmStation     *station,
                 ZmFirstSteps  *found,
                 GError       **error)
{
  gint64 count;

  if (!zm_device_query_count (zm_station_get_database (station), &count, error))
    return FALSE;

  need (found, ZM_FIRST_STEP_DEVICES, count > 0);
  need (found, ZM_FIRST_STEP_PLUG, FALSE);
  return TRUE;
}

static gboolean
look_at_window (ZmStation     *station,
                ZmFirstSteps  *found,
                GError       **error)
{
  ZmWindowState window;

  if (!zm_window_desk_show (station, &window, error))
    return FALSE;

  need (found, ZM_FIRST_STEP_WINDOW, window.open);
  return TRUE;
}

gboolean
zm_first_steps_look (ZmStation     *station,
                     ZmFirstSteps  *found,
                     GError       **error)
{
  ZmSignerClient *signer;
  ZmRole role;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (found != NULL, FALSE);

  *found = (ZmFirstSteps) { 0 };
  if (!zm_first_proof_find (zm_station_get_database (station), &found->over, error))
    return FALSE;
  if (found->over)
    return TRUE;

  signer = zm_station_need_signer (station, error);
  if (signer == NULL || !look_at_authority (station, found, error) ||
      !look_at_people (station, found, error) || !look_at_devices (station, found, error) ||
      !look_at_window (station, found, error))
    return FALSE;

  role = zm_signer_client_get_role (signer);
  for (guint i = 0; i < ZM_N_FIRST_STEPS; i++)
    found->steps[i].allowed = (roles[i] & role) != 0;
  return TRUE;
}
