#include "app/station/station-config.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "usb/usb-id.h"
#include "usb/usb-port.h"

#include <gio/gio.h>
#include <string.h>

#define GROUP                 "station"
#define DESK_MAX              64   /* characters */
#define CODE_LIFETIME_DEFAULT 15   /* minutes */
#define CODE_LIFETIME_MAX     1440 /* minutes */
#define LOCK_DEFAULT          5    /* minutes */
#define LOCK_MAX              480  /* minutes */
#define LINE_SHOWN_MAX        120  /* bytes */
#define LIST_MAX              64   /* words */
#define ANY_PORT              "any"
#define BY_NAME               "by-name"

typedef struct {
  const char *name;
  const char *expected;
  gboolean    (*take)(ZmStationConfig   *config,
                      const char *value);
  char       *(*format)(const ZmStationConfig *config);
} ConfigKey;

gboolean
zm_station_config_check_desk (const char  *desk,
                              GError     **error)
{
  g_return_val_if_fail (desk != NULL, FALSE);

  if (*desk == '\0')
    {
      zm_error_set (error, ZM_ERROR_INVALID, "config.desk", "nothing", "a name",
                    "The desk has no name");
      return FALSE;
    }

  return zm_device_text_check (desk, DESK_MAX, "config.desk", error);
}

static gboolean
take_desk (ZmStationConfig *config,
           const char      *value)
{
  if (!zm_station_config_check_desk (value, NULL))
    return FALSE;

  g_free (config->desk);
  config->desk = g_strdup (value);
  return TRUE;
}

static char *
format_desk (const ZmStationConfig *config)
{
  return g_strdup (config->desk);
}

static gboolean
take_code_lifetime (ZmStationConfig *config,
                    const char      *value)
{
  guint64 minutes;

  if (!g_ascii_string_to_unsigned (value, 10, 1, CODE_LIFETIME_MAX, &minutes, NULL))
    return FALSE;

  config->code_lifetime_minutes = (guint) minutes;
  return TRUE;
}

static char *
format_code_lifetime (const ZmStationConfig *config)
{
  return g_strdup_printf ("%u", config->code_lifetime_minutes);
}

static gboolean
take_lock (ZmStationConfig *config,
           const char      *value)
{
  guint64 minutes;

  if (!g_ascii_string_to_unsigned (value, 10, 0, LOCK_MAX, &minutes, NULL))
    return FALSE;

  config->lock_minutes = (guint) minutes;
  return TRUE;
}

static char *
format_lock (const ZmStationConfig *config)
{
  return g_strdup_printf ("%u", config->lock_minutes);
}

/* At least one word, each once. */
static GStrv
split_words (const char *value)
{
  g_auto(GStrv) words = g_strsplit_set (value, " \t", -1);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (g_ptr_array_find_with_equal_func (kept, words[i], g_str_equal, NULL) ||
          kept->len == LIST_MAX)
        return NULL;
      g_ptr_array_add (kept, words[i]);
    }
  if (kept->len == 0)
    return NULL;
  g_ptr_array_add (kept, NULL);

  return g_strdupv ((char **) kept->pdata);
}

static gboolean
take_usb_ids (ZmStationConfig *config,
              const char      *value)
{
  g_auto(GStrv) words = split_words (value);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (ZmUsbId));

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      ZmUsbId id;

      if (!zm_usb_id_parse (words[i], &id))
        return FALSE;
      g_array_append_val (ids, id);
    }
  if (ids->len == 0)
    return FALSE;

  g_clear_pointer (&config->usb_ids, g_array_unref);
  config->usb_ids = g_steal_pointer (&ids);
  return TRUE;
}

static char *
format_usb_ids (const ZmStationConfig *config)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < config->usb_ids->len; i++)
    {
      g_autofree char *id = zm_usb_id_format (&g_array_index (config->usb_ids, ZmUsbId, i));

      g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", id);
    }

  return g_string_free (text, FALSE);
}

static gboolean
take_usb_ports (ZmStationConfig *config,
                const char      *value)
{
  g_auto(GStrv) words = NULL;

  if (strcmp (value, ANY_PORT) == 0)
    return TRUE;

  words = split_words (value);
  if (words == NULL)
    return FALSE;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (!zm_usb_port_is_valid (words[i]))
        return FALSE;
    }

  config->usb_ports = g_steal_pointer (&words);
  return TRUE;
}

static char *
format_usb_ports (const ZmStationConfig *config)
{
  return config->usb_ports != NULL ? g_strjoinv (" ", config->usb_ports) : g_strdup (ANY_PORT);
}

/* For what a device has carried through its cable. */
static gboolean
take_server_address (ZmStationConfig *config,
                     const char      *value)
{
  if (strcmp (value, BY_NAME) == 0)
    return TRUE;
  if (!g_hostname_is_ip_address (value) || strchr (value, '%') != NULL)
    return FALSE;

  config->server_address = g_strdup (value);
  return TRUE;
}

static char *
format_server_address (const ZmStationConfig *config)
{
  return g_strdup (config->server_address != NULL ? config->server_address : BY_NAME);
}

static const ConfigKey keys[] = {
  { "desk", "1 to 64 characters without control or direction characters", take_desk, format_desk },
  { "code-lifetime-minutes", "a number from 1 to 1440", take_code_lifetime, format_code_lifetime },
  { "lock-minutes", "a number from 0 (never) to 480", take_lock, format_lock },
  { "usb-ids", "1 to 64 ids such as 1209:0001", take_usb_ids, format_usb_ids },
  { "usb-ports", "“any”, or 1 to 64 ports such as 1-2.3", take_usb_ports, format_usb_ports },
  { "server-address", "“by-name”, or an IP address such as 192.0.2.7", take_server_address,
    format_server_address },
};

/* Where the parser stands. */
typedef struct {
  ZmStationConfig *config;
  gboolean  seen[G_N_ELEMENTS (keys)];
  gboolean  in_group;
  guint     number;
} Reader;

static gboolean
refuse (const Reader  *reader,
        const char    *check,
        const char    *line,
        const char    *expected,
        GError       **error)
{
  g_autofree char *head = g_strndup (line, LINE_SHOWN_MAX);

  zm_error_set (error, ZM_ERROR_INVALID, check, head, expected,
                "Line %u of the configuration cannot be used", reader->number);
  return FALSE;
}

static const ConfigKey *
find_key (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp (keys[i].name, name) == 0)
        return &keys[i];
    }

  return NULL;
}

static gboolean
read_key (Reader      *reader,
          const char  *line,
          GError     **error)
{
  const char *equals = strchr (line, '=');
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const ConfigKey *key;

  if (equals == NULL)
    return refuse (reader, "config.syntax", line, "key=value", error);
  if (!reader->in_group)
    return refuse (reader, "config.syntax", line, "[" GROUP "] before the first key", error);

  name = g_strchomp (g_strndup (line, (gsize) (equals - line)));
  value = g_strchug (g_strdup (equals + 1));
  key = find_key (name);
  if (key == NULL)
    return refuse (reader, "config.key", line, "a key that is known here", error);
  if (reader->seen[key - keys])
    return refuse (reader, "config.key", line, "each key once", error);
  /* Other readers of key files take a backslash as an escape. */
  if (strchr (value, '\\') != NULL || !key->take (reader->config, value))
    return refuse (reader, "config.value", line, key->expected, error);

  reader->seen[key - keys] = TRUE;
  return TRUE;
}

static gboolean
read_line (Reader      *reader,
           const char  *line,
           GError     **error)
{
  if (!g_utf8_validate (line, -1, NULL))
    return refuse (reader, "config.syntax", line, "UTF-8", error);
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line != '[')
    return read_key (reader, line, error);
  if (reader->in_group)
    return refuse (reader, "config.syntax", line, "one group only", error);
  if (strcmp (line, "[" GROUP "]") != 0)
    return refuse (reader, "config.syntax", line, "[" GROUP "]", error);

  reader->in_group = TRUE;
  return TRUE;
}

static gboolean
read_lines (Reader      *reader,
            const char  *text,
            GError     **error)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      reader->number++;
      if (!read_line (reader, g_strstrip (lines[i]), error))
        return FALSE;
    }

  if (reader->config->desk != NULL)
    return TRUE;
  zm_error_set (error, ZM_ERROR_INVALID, "config.key", NULL, "desk=…",
                "The configuration does not name the desk");
  return FALSE;
}

static ZmStationConfig *
make_default (void)
{
  const ZmUsbId test = { ZM_USB_ID_TEST_VENDOR, ZM_USB_ID_TEST_PRODUCT };
  ZmStationConfig *config = g_new0 (ZmStationConfig, 1);

  config->code_lifetime_minutes = CODE_LIFETIME_DEFAULT;
  config->lock_minutes = LOCK_DEFAULT;
  config->usb_ids = g_array_new (FALSE, FALSE, sizeof (ZmUsbId));
  g_array_append_val (config->usb_ids, test);

  return config;
}

ZmStationConfig *
zm_station_config_parse (const char  *text,
                         gsize        length,
                         GError     **error)
{
  g_autoptr(ZmStationConfig) config = make_default ();
  g_autofree char *copy = NULL;
  Reader reader = { .config = config };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > ZM_STATION_CONFIG_MAX || (length > 0 && memchr (text, '\0', length) != NULL))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "config.syntax",
                    length > ZM_STATION_CONFIG_MAX ? "more bytes" : "a zero byte", "at most 65536 bytes of text", "The configuration is not a text file");
      return NULL;
    }

  /* An empty file comes as NULL. */
  copy = g_strndup (text != NULL ? text : "", length);
  if (!read_lines (&reader, copy, error))
    return NULL;

  return g_steal_pointer (&config);
}

ZmStationConfig *
zm_station_config_new (const char  *desk,
                       GError     **error)
{
  g_autoptr(ZmStationConfig) config = make_default ();

  g_return_val_if_fail (desk != NULL, NULL);

  /* What would not survive the file is refused as well: escapes, and white space at the ends. */
  if (strchr (desk, '\\') != NULL || g_ascii_isspace (desk[0]) ||
      g_str_has_suffix (desk, " ") || !take_desk (config, desk))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "config.value", desk, keys[0].expected,
                    "This is not a name for a desk");
      return NULL;
    }

  return g_steal_pointer (&config);
}

char *
zm_station_config_format (const ZmStationConfig *config)
{
  GString *text;

  g_return_val_if_fail (config != NULL, NULL);

  text = g_string_new ("[" GROUP "]\n");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *value = keys[i].format (config);

      g_string_append_printf (text, "%s=%s\n", keys[i].name, value);
    }

  return g_string_free (text, FALSE);
}

ZmStationConfig *
zm_station_config_read (const char  *station_directory,
                        GError     **error)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) content = NULL;
  const char *text;
  gsize length;

  g_return_val_if_fail (station_directory != NULL, NULL);

  path = g_build_filename (station_directory, ZM_STATION_CONFIG_FILE, NULL);
  content = zm_file_read (path, ZM_STATION_CONFIG_MAX, error);
  if (content == NULL)
    return NULL;

  text = g_bytes_get_data (content, &length);
  return zm_station_config_parse (text, length, error);
}

void
zm_station_config_free (ZmStationConfig *config)
{
  if (config == NULL)
    return;

  g_clear_pointer (&config->usb_ids, g_array_unref);
  g_strfreev (config->usb_ports);
  g_free (config->desk);
  g_free (config->server_address);
  g_free (config);
}
