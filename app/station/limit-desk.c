#include "app/station/limit-desk.h"

static const struct {
  const char *member;
  gsize       offset;
} members[] = {
  { "windowDevices", G_STRUCT_OFFSET (ZmLimitState, window_devices) },
  { "windowMinutes", G_STRUCT_OFFSET (ZmLimitState, window_minutes) },
  { "revocations", G_STRUCT_OFFSET (ZmLimitState, revocations) },
  { "revocationMinutes", G_STRUCT_OFFSET (ZmLimitState, revocation_minutes) },
};

gboolean
zm_limit_desk_show (ZmStation     *station,
                    ZmLimitState  *state,
                    GError       **error)
{
  g_autoptr(json_t) answer = NULL;
  ZmLimitState found;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  answer = zm_station_call (station, ZM_REQUEST_STATUS, NULL, error);
  if (answer == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gint64 number;

      if (!zm_json_get_integer (json_object_get (answer, "limits"), members[i].member, 1,
                                G_MAXUINT32, &number, "answer.json", error))
        return FALSE;
      G_STRUCT_MEMBER (guint, &found, members[i].offset) = (guint) number;
    }

  *state = found;
  return TRUE;
}

gboolean
zm_limit_desk_set (ZmStation           *station,
                   const ZmLimitState  *state,
                   GError             **error)
{
  ZmStationEvent event = { .action = "limits.set" };
  json_t *request;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  request = json_object ();
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_new (request, members[i].member,
                         json_integer (G_STRUCT_MEMBER (guint, state, members[i].offset)));
  event.detail = json_deep_copy (request);

  return zm_station_act (station, ZM_REQUEST_LIMITS_SET, request, &event, "authority", error);
}
