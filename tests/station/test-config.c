#include "app/station/station-config.h"

#include "app/base/error.h"
#include "usb/usb-id.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  const char *check;
  const char *seen;
  const char *message;
} BadCase;

static const BadCase bad_cases[] = {
  { "no-desk", "[station]\n", "config.key", NULL, NULL },
  { "empty", "", "config.key", NULL, NULL },
  { "unknown-key", "[station]\ndesk=A\n\ncolour = red\n", "config.key", "colour = red", "Line 4 " },
  { "unknown-group", "# x\n[stations]\n", "config.syntax", "[stations]", "Line 2 " },
  { "second-group", "[station]\ndesk=A\n[station]\n", "config.syntax", "[station]", "Line 3 " },
  { "before-group", "desk=A\n[station]\n", "config.syntax", "desk=A", "Line 1 " },
  { "no-equals", "[station]\ndesk\n", "config.syntax", "desk", "Line 2 " },
  { "twice", "[station]\ndesk=A\ndesk=A\n", "config.key", "desk=A", "Line 3 " },
  { "empty-desk", "[station]\ndesk=\n", "config.value", "desk=", "Line 2 " },
  { "escape", "[station]\ndesk=A\\tB\n", "config.value", "desk=A\\tB", "Line 2 " },
  { "bidi", "[station]\ndesk=A\xe2\x80\xae\n", "config.value", "desk=A\xe2\x80\xae", "Line 2 " },
  { "not-utf8", "[station]\ndesk=\xff\n", "config.syntax", "desk=\xff", "Line 2 " },
  { "zero-minutes", "[station]\ndesk=A\ncode-lifetime-minutes=0\n", "config.value",
    "code-lifetime-minutes=0", "Line 3 " },
  { "too-many-minutes", "[station]\ndesk=A\ncode-lifetime-minutes=1441\n", "config.value",
    "code-lifetime-minutes=1441", "Line 3 " },
  { "lock-too-late", "[station]\ndesk=A\nlock-minutes=481\n", "config.value",
    "lock-minutes=481", "Line 3 " },
  { "no-number", "[station]\ndesk=A\ncode-lifetime-minutes=15m\n", "config.value",
    "code-lifetime-minutes=15m", "Line 3 " },
  { "usb-id", "[station]\ndesk=A\nusb-ids=1209:1\n", "config.value", "usb-ids=1209:1", "Line 3 " },
  { "no-usb-id", "[station]\ndesk=A\nusb-ids=\n", "config.value", "usb-ids=", "Line 3 " },
  { "usb-id-twice", "[station]\ndesk=A\nusb-ids=1209:0001 1209:0001\n", "config.value",
    "usb-ids=1209:0001 1209:0001", "Line 3 " },
  { "usb-port", "[station]\ndesk=A\nusb-ports=1-2 usb1\n", "config.value",
    "usb-ports=1-2 usb1", "Line 3 " },
  { "server-name", "[station]\ndesk=A\nserver-address=central.example\n", "config.value",
    "server-address=central.example", "Line 3 " },
};

static void
test_refuses (gconstpointer data)
{
  const BadCase *bad = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = zm_station_config_parse (bad->text, strlen (bad->text),
                                                               &error);

  g_assert_null (config);
  g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
  g_assert_cmpstr (zm_error_get_check (error), ==, bad->check);
  g_assert_cmpstr (zm_error_get_seen (error), ==, bad->seen);
  /* The number of the line is what the message is for. */
  if (bad->message != NULL)
    g_assert_true (g_str_has_prefix (error->message, bad->message));
}

static void
test_refuses_other_files (void)
{
  static const char zero[] = "[station]\ndesk=A\0B\n";
  g_autofree char *large = g_strnfill (ZM_STATION_CONFIG_MAX + 1, '\n');
  g_autoptr(GError) zero_error = NULL;
  g_autoptr(GError) large_error = NULL;
  g_autoptr(GError) empty_error = NULL;

  /* What an empty file is read as. */
  g_assert_null (zm_station_config_parse (NULL, 0, &empty_error));
  g_assert_cmpstr (zm_error_get_check (empty_error), ==, "config.key");
  g_assert_null (zm_station_config_parse (zero, sizeof zero - 1, &zero_error));
  g_assert_cmpstr (zm_error_get_check (zero_error), ==, "config.syntax");
  g_assert_null (zm_station_config_parse (large, strlen (large), &large_error));
  g_assert_cmpstr (zm_error_get_check (large_error), ==, "config.syntax");
}

static void
test_reads (void)
{
  static const char text[] = "# Written by hand\r\n\n[station]\n"
                             "  desk =  Werkstatt Süd 2 \ncode-lifetime-minutes=1440";
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = zm_station_config_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->desk, ==, "Werkstatt Süd 2");
  g_assert_cmpuint (config->code_lifetime_minutes, ==, 1440);
}

static void
test_formats_what_reads_the_same (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = zm_station_config_new ("Desk 1 = #[x]", &error);
  g_autoptr(ZmStationConfig) copy = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (config->code_lifetime_minutes, ==, 15);
  g_assert_cmpuint (config->lock_minutes, ==, 5);
  g_assert_null (config->usb_ports);
  g_assert_null (config->server_address);
  g_assert_cmpuint (config->usb_ids->len, ==, 1);
  config->code_lifetime_minutes = 7;
  config->lock_minutes = 0;
  config->usb_ports = g_strsplit ("1-2.3 2-1", " ", -1);
  config->server_address = g_strdup ("2001:db8::7");
  text = zm_station_config_format (config);
  copy = zm_station_config_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (copy->desk, ==, config->desk);
  g_assert_cmpuint (copy->code_lifetime_minutes, ==, 7);
  g_assert_cmpuint (copy->lock_minutes, ==, 0);
  g_assert_true (g_strv_equal ((const char *const *) copy->usb_ports,
                               (const char *const *) config->usb_ports));
  g_assert_cmpstr (copy->server_address, ==, "2001:db8::7");
  g_assert_cmphex (g_array_index (copy->usb_ids, ZmUsbId, 0).vendor, ==, ZM_USB_ID_TEST_VENDOR);
}

static void
test_refuses_names_that_would_change (void)
{
  static const char *const names[] = { "", " A", "A ", "A\tB", "A\\B", "A\nB", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_station_config_new (names[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "config.value");
    }
}

static void
test_reads_file (void)
{
  g_autofree char *directory = g_dir_make_tmp ("zm-config-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, ZM_STATION_CONFIG_FILE, NULL);
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStationConfig) config = NULL;

  g_assert_null (zm_station_config_read (directory, &missing));
  g_assert_true (zm_error_matches (missing, ZM_ERROR_NOT_FOUND));
  g_assert_true (g_file_set_contents (path, "[station]\ndesk=A\n", -1, NULL));
  config = zm_station_config_read (directory, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (config->desk, ==, "A");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/station-config/refuses/%s", bad_cases[i].name);

      g_test_add_data_func (path, &bad_cases[i], test_refuses);
    }
  g_test_add_func ("/station-config/refuses-other-files", test_refuses_other_files);
  g_test_add_func ("/station-config/reads", test_reads);
  g_test_add_func ("/station-config/formats", test_formats_what_reads_the_same);
  g_test_add_func ("/station-config/names", test_refuses_names_that_would_change);
  g_test_add_func ("/station-config/file", test_reads_file);

  return g_test_run ();
}
