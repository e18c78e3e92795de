#include "app/device/device-clock.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"

#include <string.h>

#define CLOCK_FILE "clock.json"
#define STATE_MAX  1024                              /* bytes of clock.json */
#define FARTHEST   (G_GINT64_CONSTANT (300) * 366 * ZM_INSTANT_DAY)

struct _ZmDeviceClock {
  char      *path;
  gint64     offset;    /* µs between the system's time and ours */
  ZmInstant  last_good;
};

static gboolean
read_state (ZmDeviceClock  *clock,
            GError        **error)
{
  g_autoptr(GBytes) text = zm_file_read (clock->path, STATE_MAX, error);
  g_autoptr(json_t) object = NULL;

  if (text == NULL)
    return FALSE;

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text),
                                 "clock.state", error);
  return object != NULL &&
         zm_json_get_integer (object, "offset", -FARTHEST, FARTHEST, &clock->offset,
                              "clock.state", error) &&
         zm_json_get_integer (object, "lastGood", 0, FARTHEST, &clock->last_good, "clock.state",
                              error);
}

ZmDeviceClock *
zm_device_clock_load (const ZmDeviceState  *state,
                      GError              **error)
{
  g_autoptr(ZmDeviceClock) clock = g_new0 (ZmDeviceClock, 1);

  clock->path = zm_device_state_path (state, CLOCK_FILE);
  if (g_file_test (clock->path, G_FILE_TEST_EXISTS) && !read_state (clock, error))
    return NULL;

  return g_steal_pointer (&clock);
}

void
zm_device_clock_free (ZmDeviceClock *clock)
{
  if (clock == NULL)
    return;

  g_free (clock->path);
  g_free (clock);
}

ZmInstant
zm_device_clock_now (const ZmDeviceClock *clock)
{
  return zm_instant_now () + clock->offset;
}

ZmInstant
zm_device_clock_get_last_good (const ZmDeviceClock *clock)
{
  return clock->last_good;
}

static gboolean
write_state (ZmDeviceClock  *clock,
             gint64          offset,
             ZmInstant       last_good,
             GError        **error)
{
  g_autofree char *text = g_strdup_printf ("{\"offset\":%" G_GINT64_FORMAT ",\"lastGood\":%"
                                           G_GINT64_FORMAT "}\n", offset, last_good);

  if (!zm_file_write (clock->path, text, strlen (text), 0600, error))
    return FALSE;

  clock->offset = offset;
  clock->last_good = last_good;
  return TRUE;
}

static gboolean
check_time (const ZmDeviceClock  *clock,
            ZmInstant             now,
            GError              **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *good = NULL;
  g_autofree char *expected = NULL;

  if (now >= clock->last_good)
    return TRUE;

  seen = zm_instant_format (now);
  good = zm_instant_format (clock->last_good);
  expected = g_strdup_printf ("%s or later", good);
  zm_error_set (error, ZM_ERROR_REFUSED, "clock.last-good", seen, expected,
                "This is before a time that the device knows to be past");
  return FALSE;
}

gboolean
zm_device_clock_set (ZmDeviceClock  *clock,
                     ZmInstant       now,
                     GError        **error)
{
  return check_time (clock, now, error) &&
         write_state (clock, now - zm_instant_now (), clock->last_good, error);
}

gboolean
zm_device_clock_check (const ZmDeviceClock  *clock,
                       GError              **error)
{
  return check_time (clock, zm_device_clock_now (clock), error);
}

gboolean
zm_device_clock_witness (ZmDeviceClock  *clock,
                         ZmInstant       moment,
                         GError        **error)
{
  return moment <= clock->last_good || write_state (clock, clock->offset, moment, error);
}
