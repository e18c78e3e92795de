#include "app/station/station-config.h"
#include "tests/fuzz/fuzz.h"

/* station.conf, which somebody edited. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = zm_station_config_parse (text, size, &error);
  g_autoptr(ZmStationConfig) same = NULL;
  g_autofree char *written = NULL;

  fuzz_check (config != NULL, &error);
  if (config == NULL)
    return;

  g_assert_true (config->code_lifetime_minutes >= 1 && config->code_lifetime_minutes <= 1440);
  written = zm_station_config_format (config);
  same = zm_station_config_parse (written, strlen (written), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (same->desk, ==, config->desk);
  g_assert_cmpstr (same->server_address, ==, config->server_address);
  g_assert_cmpuint (same->code_lifetime_minutes, ==, config->code_lifetime_minutes);
  g_assert_cmpuint (same->lock_minutes, ==, config->lock_minutes);
}
