#include "tests/fuzz/fuzz.h"
#include "usb/frame.h"
#include "usb/wire.h"

#include <zlib.h>

/* One transfer of the cable. */

static void
try_frame (const guint8 *data,
           gsize         size)
{
  g_autoptr(GError) error = NULL;
  ZmFrame untouched;
  ZmFrame frame;
  g_autoptr(GBytes) again = NULL;
  gboolean accepted;

  memset (&untouched, 0x5a, sizeof untouched);
  frame = untouched;
  accepted = zm_frame_decode (data, size, &frame, &error);
  fuzz_check (accepted, &error);
  if (!accepted)
    {
      g_assert_cmpmem (&frame, sizeof frame, &untouched, sizeof untouched);
      return;
    }

  g_assert_cmpuint (g_bytes_get_size (frame.body), <=, ZM_FRAME_BODY_MAX);
  again = zm_frame_encode (frame.kind, frame.sequence, frame.body);
  fuzz_assert_equal (again, data, size);
  zm_frame_clear (&frame);
}

/* The same with the length and the CRC that it should have, which no fuzzer guesses. */
static void
try_mended (const guint8 *data,
            gsize         size)
{
  g_autofree guint8 *mended = g_memdup2 (data, size);
  gsize length = size - ZM_FRAME_HEADER;

  if (size < ZM_FRAME_HEADER)
    return;
  zm_wire_put_u32 (mended + 8, (guint32) length);
  zm_wire_put_u32 (mended + 12, (guint32) crc32_z (crc32_z (0, NULL, 0), mended + ZM_FRAME_HEADER,
                                                   length));
  try_frame (mended, size);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  try_frame (copy, size);
  try_mended (data, size);
}
