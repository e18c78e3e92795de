#include "tests/fuzz/fuzz.h"
#include "usb/tunnel.h"

/* The body of a tunnel frame. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(GBytes) body = fuzz_bytes (data, size);
  g_autoptr(GBytes) again = NULL;
  g_autoptr(GError) error = NULL;
  ZmTunnel untouched;
  ZmTunnel tunnel;
  gboolean accepted;

  memset (&untouched, 0x5a, sizeof untouched);
  tunnel = untouched;
  accepted = zm_tunnel_decode (body, &tunnel, &error);
  fuzz_check (accepted, &error);
  if (!accepted)
    {
      g_assert_cmpmem (&tunnel, sizeof tunnel, &untouched, sizeof untouched);
      return;
    }

  again = zm_tunnel_encode (&tunnel);
  fuzz_assert_equal (again, data, size);
  zm_tunnel_clear (&tunnel);
}
