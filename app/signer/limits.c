#include "app/signer/limits.h"

gboolean
zm_limits_read (ZmLimits      *limits,
                const json_t  *entry,
                GError       **error)
{
  ZmLimits read;
  const struct {
    const char *member;
    guint      *value;
  } rows[] = {
    { "windowDevices", &read.window_devices },
    { "windowMinutes", &read.window_minutes },
    { "revocations", &read.revocations },
    { "revocationMinutes", &read.revocation_minutes },
  };

  g_return_val_if_fail (limits != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 number;

      if (!zm_json_get_integer (entry, rows[i].member, 1, G_MAXINT32, &number, "ledger.entry",
                                error))
        return FALSE;
      *rows[i].value = (guint) number;
    }

  *limits = read;
  return TRUE;
}

json_t *
zm_limits_describe (const ZmLimits *limits)
{
  g_return_val_if_fail (limits != NULL, NULL);

  return json_pack ("{s:I, s:I, s:I, s:I}",
                    "windowDevices", (json_int_t) limits->window_devices,
                    "windowMinutes", (json_int_t) limits->window_minutes,
                    "revocations", (json_int_t) limits->revocations,
                    "revocationMinutes", (json_int_t) limits->revocation_minutes);
}
