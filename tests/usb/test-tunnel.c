#include "usb/tunnel.h"

#include "app/base/error.h"

#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr(GBytes) data = g_bytes_new_static ("\0\xff", 2);
  const ZmTunnel steps[] = {
    { .channel = 1, .op = ZM_TUNNEL_OPEN },
    { .channel = 0x04030201, .op = ZM_TUNNEL_DATA, .data = data },
    { .channel = G_MAXUINT32, .op = ZM_TUNNEL_CREDIT, .credit = 0x01000000 },
    { .channel = 0, .op = ZM_TUNNEL_CLOSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GBytes) body = zm_tunnel_encode (&steps[i]);
      g_auto(ZmTunnel) decoded = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_true (zm_tunnel_decode (body, &decoded, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (decoded.channel, ==, steps[i].channel);
      g_assert_cmpint (decoded.op, ==, steps[i].op);
      g_assert_cmpuint (decoded.credit, ==, steps[i].credit);
      g_assert_true ((decoded.data == NULL) == (steps[i].data == NULL));
      if (decoded.data != NULL)
        g_assert_true (g_bytes_equal (decoded.data, data));
    }
}

static void
test_refusals (void)
{
  static const struct {
    const char *body;
    gsize       length;
    const char *check;
  } cases[] = {
    { "", 0, "tunnel.length" },
    { "\7\0\0\0", 4, "tunnel.length" },
    { "\7\0\0\0\1x", 6, "tunnel.length" },
    { "\7\0\0\0\2", 5, "tunnel.length" },
    { "\7\0\0\0\3x", 6, "tunnel.length" },
    { "\7\0\0\0\4", 5, "tunnel.credit" },
    { "\7\0\0\0\4\0\0\0\0\0", 10, "tunnel.credit" },
    { "\7\0\0\0\0", 5, "tunnel.op" },
    { "\7\0\0\0\5", 5, "tunnel.op" },
    { "\7\0\0\0\xff", 5, "tunnel.op" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) body = g_bytes_new (cases[i].body, cases[i].length);
      g_auto(ZmTunnel) decoded = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_tunnel_decode (body, &decoded, &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
      g_assert_null (decoded.data);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tunnel/round-trip", test_round_trip);
  g_test_add_func ("/tunnel/refusals", test_refusals);

  return g_test_run ();
}
