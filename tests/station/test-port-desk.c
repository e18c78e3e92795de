#include "app/station/port-desk.h"

#include "app/base/error.h"
#include "tests/station/desk.h"

static void
label (Desk       *desk,
       const char *port,
       const char *name)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_port_desk_label (desk->station, port, name, &error));
  g_assert_no_error (error);
}

static void
assert_called (Desk       *desk,
               const char *port,
               const char *name)
{
  g_autofree char *shown = zm_port_desk_get_label (desk->station, port);

  g_assert_cmpstr (shown, ==, name);
}

static void
test_remembers (Desk          *desk,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(json_t) newest = NULL;
  g_autoptr(GError) error = NULL;

  assert_called (desk, "1-2.10", NULL);
  label (desk, "1-2.10", "Linker Hub 3");
  label (desk, "1-2.9", "Left hub 2");
  label (desk, "1-2.10", "  Left   hub 3 ");
  assert_called (desk, "1-2.10", "Left hub 3");

  records = zm_port_desk_list (desk->station, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (((ZmPortRecord *) records->pdata[0])->port, ==, "1-2.9");

  newest = desk_newest (desk, "port.labelled");
  g_assert_cmpstr (json_string_value (json_object_get (newest, "port")), ==, "1-2.10");
  g_assert_cmpstr (json_string_value (json_object_get (newest, "actor")), ==, DESK_OPERATOR);
  g_assert_cmpuint (desk_count (desk, "port.labelled", 1 << ZM_AUDIT_SUCCESS), ==, 3);
}

static void
test_forgets (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  label (desk, "1-2", "Left");
  label (desk, "1-2", NULL);
  assert_called (desk, "1-2", NULL);
  g_assert_false (zm_port_desk_label (desk->station, "1-2", "", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "port.unknown");
}

static void
test_refuses (Desk          *desk,
              gconstpointer  data)
{
  g_autofree char *long_label = g_strnfill (ZM_PORT_DESK_LABEL_MAX + 1, 'x');
  const struct {
    const char *port;
    const char *label;
    const char *check;
  } cases[] = {
    { "usb1", "Left", "port.name" },
    { "1-2\n", "Left", "port.name" },
    { "1-3", "two\nlines", "port.label" },
    { "1-3", "\xe2\x80\xaetfeL", "port.label" },
    { "1-3", long_label, "port.label" },
    { "1-3", "Left", "port.label-taken" },
    { "1-3", "  left ", "port.label-taken" },
    { "1-3", "L\xef\xbd\x85" "ft", "port.label-taken" },
    { "1-3", "a\xe2\x80\x8b" "b", "port.label" },
    { "1-3", "1-4", "port.label" },
    { "1-3", "Port 1-4", "port.label" },
  };

  label (desk, "1-2", "Left");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_port_desk_label (desk->station, cases[i].port, cases[i].label, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
  g_assert_cmpuint (desk_count (desk, "port.labelled", 1 << ZM_AUDIT_FAILURE), ==,
                    G_N_ELEMENTS (cases));
  assert_called (desk, "1-3", NULL);
}

static void
test_keeps_to_the_list (Desk          *desk,
                        gconstpointer  data)
{
  ZmStationConfig *config = zm_station_get_config (desk->station);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_port_desk_check (desk->station, "1-1", &error));
  config->usb_ports = g_strsplit ("1-2 1-2.3", " ", -1);
  g_assert_true (zm_port_desk_check (desk->station, "1-2.3", &error));
  g_assert_no_error (error);
  g_assert_false (zm_port_desk_check (desk->station, "1-2.30", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "port.forbidden");
  g_assert_cmpstr (zm_error_get_expected (error), ==, "1-2 1-2.3");
}

#define ADD(name, function) \
  g_test_add ("/port-desk/" name, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("remembers", test_remembers);
  ADD ("forgets", test_forgets);
  ADD ("refuses", test_refuses);
  ADD ("list", test_keeps_to_the_list);

  return g_test_run ();
}
