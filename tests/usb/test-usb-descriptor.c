#include "usb/usb-descriptor.h"

#include "app/base/error.h"

/* A good configuration: the tether's interface beside a mass storage; to be spoiled. */
typedef struct {
  struct libusb_config_descriptor     configuration;
  struct libusb_interface             interfaces[2];
  struct libusb_interface_descriptor  settings[2][2];
  struct libusb_endpoint_descriptor   endpoints[2][3];
} Claim;

static void
make_good (Claim *claim)
{
  memset (claim, 0, sizeof *claim);
  claim->configuration.bNumInterfaces = 2;
  claim->configuration.interface = claim->interfaces;
  for (guint8 i = 0; i < 2; i++)
    {
      claim->interfaces[i].num_altsetting = 1;
      claim->interfaces[i].altsetting = claim->settings[i];
      for (guint j = 0; j < 2; j++)
        {
          claim->settings[i][j].bInterfaceNumber = i;
          claim->settings[i][j].bNumEndpoints = 2;
          claim->settings[i][j].endpoint = claim->endpoints[i];
          claim->settings[i][j].bInterfaceClass = 8;
          claim->endpoints[i][j].bmAttributes = LIBUSB_ENDPOINT_TRANSFER_TYPE_BULK;
          claim->endpoints[i][j].wMaxPacketSize = 512;
        }
    }
  claim->settings[1][0].bInterfaceClass = ZM_USB_DESCRIPTOR_CLASS;
  claim->settings[1][0].bInterfaceSubClass = ZM_USB_DESCRIPTOR_SUBCLASS;
  claim->settings[1][0].bInterfaceProtocol = ZM_USB_DESCRIPTOR_PROTOCOL;
  claim->endpoints[1][0].bEndpointAddress = 0x83;
  claim->endpoints[1][1].bEndpointAddress = 0x05;
}

static void
assert_refuses (const Claim *claim,
                const char  *seen)
{
  ZmUsbDescriptor untouched;
  ZmUsbDescriptor descriptor;
  g_autoptr(GError) error = NULL;

  memset (&untouched, 0x5a, sizeof untouched);
  descriptor = untouched;
  g_assert_false (zm_usb_descriptor_judge (&claim->configuration, &descriptor, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "usb.descriptor");
  g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
  g_assert_cmpstr (zm_error_get_seen (error), ==, seen);
  g_assert_nonnull (zm_error_get_expected (error));
  g_assert_cmpmem (&descriptor, sizeof descriptor, &untouched, sizeof untouched);
}

static void
assert_accepts (const Claim *claim,
                guint8       in,
                guint8       out)
{
  ZmUsbDescriptor descriptor;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_usb_descriptor_judge (&claim->configuration, &descriptor, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (descriptor.interface, ==, claim->settings[1][0].bInterfaceNumber);
  g_assert_cmphex (descriptor.in, ==, in);
  g_assert_cmphex (descriptor.out, ==, out);
}

static void
test_good (void)
{
  Claim claim;

  make_good (&claim);
  assert_accepts (&claim, 0x83, 0x05);
  claim.endpoints[1][0].bEndpointAddress = 0x0f;
  claim.endpoints[1][1].bEndpointAddress = 0x8f;
  assert_accepts (&claim, 0x8f, 0x0f);
  claim.settings[1][0].bInterfaceNumber = 31;
  assert_accepts (&claim, 0x8f, 0x0f);
}

static void
test_interfaces (void)
{
  Claim claim;

  make_good (&claim);
  claim.configuration.bNumInterfaces = 0;
  claim.configuration.interface = NULL;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");

  make_good (&claim);
  claim.configuration.bNumInterfaces = 1;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");

  make_good (&claim);
  claim.settings[0][0] = claim.settings[1][0];
  assert_refuses (&claim, "interfaces of class ff/5a/01: 2");

  make_good (&claim);
  claim.interfaces[1].num_altsetting = 0;
  claim.interfaces[1].altsetting = NULL;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");
}

static void
test_class (void)
{
  Claim claim;

  make_good (&claim);
  claim.settings[1][0].bInterfaceClass = 0xfe;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");
  make_good (&claim);
  claim.settings[1][0].bInterfaceSubClass = 0x5b;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");
  make_good (&claim);
  claim.settings[1][0].bInterfaceProtocol = 2;
  assert_refuses (&claim, "interfaces of class ff/5a/01: 0");
}

static void
test_settings (void)
{
  Claim claim;

  make_good (&claim);
  claim.interfaces[1].num_altsetting = 2;
  assert_refuses (&claim, "settings: 2");

  /* Ours in the second setting alone. */
  make_good (&claim);
  claim.interfaces[1].num_altsetting = 2;
  claim.settings[1][1] = claim.settings[1][0];
  claim.settings[1][0].bInterfaceClass = 8;
  assert_refuses (&claim, "settings: 2");

  make_good (&claim);
  claim.settings[1][0].bAlternateSetting = 1;
  assert_refuses (&claim, "setting: 1");
  make_good (&claim);
  claim.settings[1][0].bInterfaceNumber = 32;
  assert_refuses (&claim, "number of the interface: 32");
}

static void
test_endpoints (void)
{
  static const guint8 counts[] = { 0, 1, 3, 255 };
  Claim claim;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *seen = g_strdup_printf ("endpoints: %u", counts[i]);

      make_good (&claim);
      claim.settings[1][0].bNumEndpoints = counts[i];
      if (counts[i] == 0)
        claim.settings[1][0].endpoint = NULL;
      assert_refuses (&claim, seen);
    }

  make_good (&claim);
  claim.settings[1][0].endpoint = NULL;
  assert_refuses (&claim, "an end before the endpoints");

  make_good (&claim);
  claim.endpoints[1][1].bEndpointAddress = 0x85;
  assert_refuses (&claim, "both endpoints in one direction");
  make_good (&claim);
  claim.endpoints[1][0].bEndpointAddress = 0x03;
  assert_refuses (&claim, "both endpoints in one direction");
  make_good (&claim);
  claim.endpoints[1][0].bEndpointAddress = 0x80;
  assert_refuses (&claim, "address of an endpoint: 128");
  make_good (&claim);
  claim.endpoints[1][1].bEndpointAddress = 0x15;
  assert_refuses (&claim, "address of an endpoint: 21");
}

static void
test_kinds (void)
{
  static const guint8 kinds[] = { 0, 1, 3, 0x06, 0xff };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *seen = g_strdup_printf ("kind of an endpoint: %u", kinds[i]);
        Claim claim;

        make_good (&claim);
        claim.endpoints[1][j].bmAttributes = kinds[i];
        assert_refuses (&claim, seen);
      }
}

static void
test_packets (void)
{
  static const guint16 good[] = { 8, 16, 32, 64, 512, 1024 };
  static const guint16 bad[] = { 0, 1, 7, 63, 65, 511, 513, 1023, 1025, 0x0a00, 0xffff };
  Claim claim;

  make_good (&claim);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      claim.endpoints[1][0].wMaxPacketSize = good[i];
      assert_accepts (&claim, 0x83, 0x05);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *seen = g_strdup_printf ("bytes in a packet: %u", bad[i]);

      claim.endpoints[1][0].wMaxPacketSize = bad[i];
      assert_refuses (&claim, seen);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usb-descriptor/good", test_good);
  g_test_add_func ("/usb-descriptor/interfaces", test_interfaces);
  g_test_add_func ("/usb-descriptor/class", test_class);
  g_test_add_func ("/usb-descriptor/settings", test_settings);
  g_test_add_func ("/usb-descriptor/endpoints", test_endpoints);
  g_test_add_func ("/usb-descriptor/kinds", test_kinds);
  g_test_add_func ("/usb-descriptor/packets", test_packets);

  return g_test_run ();
}
