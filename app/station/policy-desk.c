#include "app/station/policy-desk.h"

/* Adds {"from", "to"} where the value is another one. */
static void
note (json_t     *detail,
      const char *member,
      json_t     *from,
      json_t     *to)
{
  if (!json_equal (from, to))
    json_object_set_new (detail, member, json_pack ("{s:O, s:O}", "from", from, "to", to));
  json_decref (from);
  json_decref (to);
}

static json_t *
describe_change (const ZmStationAuthority *authority,
                 const ZmPolicyChange     *wanted)
{
  json_t *detail = json_object ();

  note (detail, "serverUrl", json_string (authority->server_url), json_string (wanted->server_url));
  note (detail, "crlUrl", json_string (authority->policy.crl_url), json_string (wanted->crl_url));
  note (detail, "deviceDays", json_integer (authority->policy.device_days),
        json_integer (wanted->device_days));

  return detail;
}

/* The signer takes a policy as a whole. */
static json_t *
compose (const ZmStationAuthority *authority,
         const ZmPolicyChange     *wanted)
{
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:I, s:b}",
                    "hospital", authority->policy.hospital,
                    "identityHost", authority->policy.identity_host,
                    "serverUrl", wanted->server_url,
                    "crlUrl", wanted->crl_url,
                    "origin", authority->origin,
                    "deviceDays", (json_int_t) wanted->device_days,
                    "nameConstraints", authority->policy.name_constraints);
}

gboolean
zm_policy_desk_change (ZmStation             *station,
                       const ZmPolicyChange  *change,
                       GError               **error)
{
  const ZmStationAuthority *authority;
  ZmStationEvent event = { .action = "policy.changed" };
  ZmPolicyChange wanted;
  gboolean changed;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;

  wanted.server_url = change->server_url != NULL ? change->server_url : authority->server_url;
  wanted.crl_url = change->crl_url != NULL ? change->crl_url : authority->policy.crl_url;
  wanted.device_days = change->device_days != 0 ? change->device_days
                                                : authority->policy.device_days;
  event.detail = describe_change (authority, &wanted);
  if (json_object_size (event.detail) == 0)
    {
      json_decref (event.detail);
      return TRUE;
    }

  changed = zm_station_act (station, ZM_REQUEST_POLICY_SET, compose (authority, &wanted), &event,
                            "authority", error);
  zm_station_forget_authority (station);

  return changed;
}
