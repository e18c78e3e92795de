#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_STATION_CONFIG_FILE "station.conf"
#define ZM_STATION_CONFIG_MAX  65536 /* bytes */

/* What station.conf says: a key file with one group. It is read once and never changes under an
 * open station. */
typedef struct {
  char    *desk;                  /* this desk's name in the audit log, 1 to 64 characters */
  guint    code_lifetime_minutes; /* of a code that the registry issues; 1 to 1440 */
  guint    lock_minutes;          /* without keys and pointer until the window locks itself; 0: never */
  GArray  *usb_ids;               /* ZmUsbId (usb/usb-id.h): which devices are looked at; the test id by default */
  GStrv    usb_ports;             /* on which ports ("1-2.3"); NULL: on any */
  char    *server_address;        /* IP address of the Central Station, for a desk where its name does not
                                   * resolve; NULL: by its name */
} ZmStationConfig;

/* With what the file may leave out. Sets check "config.value". */
ZmStationConfig *zm_station_config_new    (const char             *desk,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The name of a desk. Sets check "config.desk". */
gboolean         zm_station_config_check_desk (const char         *desk,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* UTF-8 lines: "[station]", "key = value", "# comment" or nothing. Each key at most once, "desk"
 * exactly once, nothing unknown, no escapes. Sets check "config.syntax", "config.key" or
 * "config.value"; seen is the line, and the message has its number. */
ZmStationConfig *zm_station_config_parse  (const char             *text,
                                           gsize                   length,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a file that reads the same. */
char            *zm_station_config_format (const ZmStationConfig  *config);
/* DIR/station.conf. */
ZmStationConfig *zm_station_config_read   (const char             *station_directory,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void             zm_station_config_free   (ZmStationConfig        *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmStationConfig, zm_station_config_free)

G_END_DECLS
