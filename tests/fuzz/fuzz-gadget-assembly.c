#include "tests/fuzz/fuzz.h"
#include "usb/frame.h"
#include "usb/gadget-assembly.h"

/* What a host sends to a device, transfer by transfer: each byte is the length of one in units of
 * 4 KiB, the highest bit says that it ends a frame. Held against a count of our own. */

#define UNIT   4096 /* bytes */
#define LENGTH 0x7f

static void
check_transfer (ZmGadgetAssembly *assembly,
                gsize             length,
                gboolean          ends,
                gsize            *before)
{
  static const guint8 zeros[LENGTH * UNIT];
  g_autoptr(GBytes) frame = NULL;
  gsize after = *before + length;
  ZmGadgetAssemblyResult result = zm_gadget_assembly_add (assembly, zeros, length, ends, &frame);

  if (after <= ZM_FRAME_MAX)
    g_assert_cmpint (result, ==, ends ? ZM_GADGET_ASSEMBLY_FRAME : ZM_GADGET_ASSEMBLY_MORE);
  else
    g_assert_cmpint (result, ==, *before <= ZM_FRAME_MAX ? ZM_GADGET_ASSEMBLY_TOO_LARGE
                                                         : ZM_GADGET_ASSEMBLY_MORE);
  g_assert_true ((frame != NULL) == (result == ZM_GADGET_ASSEMBLY_FRAME));
  if (frame != NULL)
    g_assert_cmpuint (g_bytes_get_size (frame), ==, after);
  g_assert_true (assembly->begun == NULL || assembly->begun->len <= ZM_FRAME_MAX);
  *before = ends ? 0 : after;
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  ZmGadgetAssembly assembly = { NULL };
  gsize before = 0;

  for (gsize i = 0; i < size; i++)
    check_transfer (&assembly, (gsize) (data[i] & LENGTH) * UNIT, (data[i] & ~LENGTH) != 0, &before);

  zm_gadget_assembly_clear (&assembly);
}
