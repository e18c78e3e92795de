#include "usb/usb-id.h"
#include "usb/usb-port.h"

static void
test_reads_ids (void)
{
  static const char *const bad[] = {
    "", "1209", "1209:", "1209:001", "1209:00011", "1209-0001", "120g:0001", "0x12:0001",
    " 1209:0001", "1209:0001 ", "+209:0001",
  };
  g_autofree char *text = NULL;
  ZmUsbId id;

  g_assert_true (zm_usb_id_parse ("12aF:00b1", &id));
  g_assert_cmphex (id.vendor, ==, 0x12af);
  g_assert_cmphex (id.product, ==, 0x00b1);
  text = zm_usb_id_format (&id);
  g_assert_cmpstr (text, ==, "12af:00b1");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (zm_usb_id_parse (bad[i], &id));
}

static void
test_writes_ports (void)
{
  static const guint8 ports[] = { 2, 3, 4, 5, 6, 7, 255, 9 };
  g_autofree char *one = zm_usb_port_format (1, ports, 1);
  g_autofree char *seven = zm_usb_port_format (12, ports, 7);

  g_assert_cmpstr (one, ==, "1-2");
  g_assert_cmpstr (seven, ==, "12-2.3.4.5.6.7.255");
  g_assert_true (zm_usb_port_is_valid (one));
  g_assert_true (zm_usb_port_is_valid (seven));
  g_assert_null (zm_usb_port_format (1, NULL, 0));
  g_assert_null (zm_usb_port_format (1, ports, 8));
}

static void
test_refuses_ports (void)
{
  static const char *const bad[] = {
    "", "1", "1-", "-1", "1-0", "0-1", "01-1", "1-01", "1-2.", "1-2..3", "1-2-3", "1.2", "1-256",
    "256-1", "1-2.3 ", " 1-2", "1-+2", "usb1", "1-1.1.1.1.1.1.1.1", "1-99999999999999999999",
    "1-2\n", "255-255.255.255.255.255.255.2555",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (zm_usb_port_is_valid (bad[i]));
}

static void
test_sorts_ports (void)
{
  g_assert_cmpint (zm_usb_port_compare ("1-2.9", "1-2.10"), <, 0);
  g_assert_cmpint (zm_usb_port_compare ("1-2", "1-2.1"), <, 0);
  g_assert_cmpint (zm_usb_port_compare ("2-1", "10-1"), <, 0);
  g_assert_cmpint (zm_usb_port_compare ("1-2", "1-2"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/names/ids", test_reads_ids);
  g_test_add_func ("/names/ports", test_writes_ports);
  g_test_add_func ("/names/bad-ports", test_refuses_ports);
  g_test_add_func ("/names/order", test_sorts_ports);

  return g_test_run ();
}
