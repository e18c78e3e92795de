#include "app/qr/frame-request.h"

#include <string.h>

static void
test_round_trip (void)
{
  static const ZmFrameRequest cases[] = {
    { 0, 32, 32 },
    { 1, 1280, 720 },
    { G_MAXUINT64, 3840, 2160 },
    { 7, 4096, 2025 },
    { 8, 32, 4096 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 packet[ZM_FRAME_REQUEST_BYTES];
      ZmFrameRequest request;

      zm_frame_request_encode (&cases[i], packet);
      g_assert_true (zm_frame_request_decode (&request, packet, sizeof packet));
      g_assert_cmpuint (request.number, ==, cases[i].number);
      g_assert_cmpuint (request.width, ==, cases[i].width);
      g_assert_cmpuint (request.height, ==, cases[i].height);
    }
}

static void
test_hostile_sizes (void)
{
  static const guint cases[][2] = {
    { 0, 0 }, { 0, 720 }, { 1280, 0 }, { 31, 32 }, { 32, 31 }, { 4097, 32 }, { 32, 4097 },
    { 4096, 2026 }, { 4096, 4096 }, { 65536, 65536 }, { 65537, 1 }, { G_MAXUINT, G_MAXUINT },
    { G_MAXUINT, 2 }, { 0x80000000u, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ZmFrameRequest hostile = { 1, cases[i][0], cases[i][1] };
      guint8 packet[ZM_FRAME_REQUEST_BYTES];
      ZmFrameRequest request;

      g_test_message ("%u x %u", hostile.width, hostile.height);
      g_assert_false (zm_frame_request_is_fit (hostile.width, hostile.height));
      zm_frame_request_encode (&hostile, packet);
      g_assert_false (zm_frame_request_decode (&request, packet, sizeof packet));
    }
}

static void
test_other_packets (void)
{
  const ZmFrameRequest good = { 1, 640, 480 };
  guint8 packet[ZM_FRAME_REQUEST_BYTES + 1] = { 0 };
  ZmFrameRequest request;

  zm_frame_request_encode (&good, packet);
  for (gsize length = 0; length <= sizeof packet; length++)
    g_assert_true (zm_frame_request_decode (&request, packet, length) ==
                   (length == ZM_FRAME_REQUEST_BYTES));

  /* The magic word and the one that must be nothing. */
  packet[8] ^= 1;
  g_assert_false (zm_frame_request_decode (&request, packet, ZM_FRAME_REQUEST_BYTES));
  packet[8] ^= 1;
  packet[ZM_FRAME_REQUEST_BYTES - 1] = 1;
  g_assert_false (zm_frame_request_decode (&request, packet, ZM_FRAME_REQUEST_BYTES));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame-request/round-trip", test_round_trip);
  g_test_add_func ("/frame-request/hostile-sizes", test_hostile_sizes);
  g_test_add_func ("/frame-request/other-packets", test_other_packets);

  return g_test_run ();
}
