/* What of the gadget needs no kernel that plays host and device; the rest is tried in tests/guest. */

#include "usb/gadget-assembly.h"
#include "usb/gadget-descriptors.h"
#include "usb/gadget-listener.h"

#include "usb/frame.h"
#include "usb/wire.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <linux/usb/functionfs.h>
#include <string.h>

/* What the kernel reads: the counts say how many descriptors of each speed follow each other. */
typedef struct {
  guint8  in;
  guint8  out;
  guint16 packet; /* of both */
  guint   companions;
} Seen;

static void
read_descriptor (const guint8 *at,
                 Seen         *seen)
{
  switch (at[1])
    {
    case USB_DT_INTERFACE:
      g_assert_cmpmem (at, at[0], ((guint8[]) { 9, 4, 0, 0, 2, 0xff, 0x5a, 0x01, 1 }), 9);
      break;

    case USB_DT_ENDPOINT:
      g_assert_cmpint (at[0], ==, 7);
      g_assert_cmpint (at[3], ==, USB_ENDPOINT_XFER_BULK);
      if ((at[2] & USB_DIR_IN) != 0)
        seen->in = at[2];
      else
        seen->out = at[2];
      seen->packet = (guint16) (at[4] | at[5] << 8);
      break;

    case USB_DT_SS_ENDPOINT_COMP:
      g_assert_cmpint (at[0], ==, 6);
      seen->companions++;
      break;

    default:
      g_assert_not_reached ();
    }
}

static const guint8 *
read_speed (const guint8 *at,
            guint32       count,
            Seen         *seen)
{
  memset (seen, 0, sizeof *seen);
  for (guint32 i = 0; i < count; i++)
    {
      read_descriptor (at, seen);
      at += at[0];
    }
  g_assert_cmphex (seen->in, ==, 0x81);
  g_assert_cmphex (seen->out, ==, 0x02);

  return at;
}

static void
test_descriptors (void)
{
  const guint16 packets[] = { 64, 512, 1024 };
  g_autoptr(GBytes) bytes = zm_gadget_descriptors_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const guint8 *at = data + 24;

  g_assert_cmpuint (zm_wire_get_u32 (data), ==, FUNCTIONFS_DESCRIPTORS_MAGIC_V2);
  g_assert_cmpuint (zm_wire_get_u32 (data + 4), ==, length);
  g_assert_cmpuint (zm_wire_get_u32 (data + 8), ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (packets); i++)
    {
      Seen seen;

      at = read_speed (at, zm_wire_get_u32 (data + 12 + 4 * i), &seen);
      g_assert_cmpint (seen.packet, ==, packets[i]);
      g_assert_cmpint (seen.companions, ==, packets[i] == 1024 ? 2 : 0);
    }
  g_assert_true (at == data + length);
}

static void
test_strings (void)
{
  g_autoptr(GBytes) bytes = zm_gadget_descriptors_new_strings ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (zm_wire_get_u32 (data), ==, FUNCTIONFS_STRINGS_MAGIC);
  g_assert_cmpuint (zm_wire_get_u32 (data + 4), ==, length);
  g_assert_cmpuint (zm_wire_get_u32 (data + 8), ==, 1);
  g_assert_cmpuint (zm_wire_get_u32 (data + 12), ==, 1);
  g_assert_cmpmem (data + 16, length - 16, "\x09\x04ZMonitor tether", 18);
}

static void
assert_adds (ZmGadgetAssembly       *assembly,
             gsize                   length,
             gboolean                ends,
             ZmGadgetAssemblyResult  expected)
{
  g_autofree guint8 *zeros = g_malloc0 (length + 1);
  g_autoptr(GBytes) frame = NULL;

  g_assert_cmpint (zm_gadget_assembly_add (assembly, zeros, length, ends, &frame), ==, expected);
  g_assert_true ((frame != NULL) == (expected == ZM_GADGET_ASSEMBLY_FRAME));
}

static void
test_joins_transfers (void)
{
  ZmGadgetAssembly assembly = { NULL };
  g_autoptr(GBytes) frame = NULL;

  g_assert_cmpint (zm_gadget_assembly_add (&assembly, (const guint8 *) "be", 2, FALSE, &frame), ==,
                   ZM_GADGET_ASSEMBLY_MORE);
  g_assert_cmpint (zm_gadget_assembly_add (&assembly, (const guint8 *) "gun", 3, FALSE, &frame),
                   ==, ZM_GADGET_ASSEMBLY_MORE);
  g_assert_cmpint (zm_gadget_assembly_add (&assembly, (const guint8 *) "", 0, TRUE, &frame), ==,
                   ZM_GADGET_ASSEMBLY_FRAME);
  g_assert_cmpmem (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), "begun", 5);
  assert_adds (&assembly, ZM_FRAME_MAX, TRUE, ZM_GADGET_ASSEMBLY_FRAME);
  assert_adds (&assembly, 7, FALSE, ZM_GADGET_ASSEMBLY_MORE);
  zm_gadget_assembly_clear (&assembly);
  g_assert_null (assembly.begun);
}

static void
test_skips_large_frame (void)
{
  ZmGadgetAssembly assembly = { NULL };

  assert_adds (&assembly, ZM_FRAME_MAX, FALSE, ZM_GADGET_ASSEMBLY_MORE);
  assert_adds (&assembly, 1, FALSE, ZM_GADGET_ASSEMBLY_TOO_LARGE);
  for (int i = 0; i < 100; i++)
    assert_adds (&assembly, 16384, FALSE, ZM_GADGET_ASSEMBLY_MORE);
  g_assert_null (assembly.begun);
  assert_adds (&assembly, 10, TRUE, ZM_GADGET_ASSEMBLY_MORE);
  assert_adds (&assembly, 10, TRUE, ZM_GADGET_ASSEMBLY_FRAME);
  assert_adds (&assembly, ZM_FRAME_MAX + 1, TRUE, ZM_GADGET_ASSEMBLY_TOO_LARGE);
  assert_adds (&assembly, 10, TRUE, ZM_GADGET_ASSEMBLY_FRAME);
}

static void
test_wants_functionfs (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("zm-gadget-XXXXXX", NULL);

  g_assert_null (zm_gadget_listener_new (directory, &error));
  g_assert_error (error, ZM_ERROR, ZM_ERROR_IO);
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.listen");
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gadget/descriptors", test_descriptors);
  g_test_add_func ("/gadget/strings", test_strings);
  g_test_add_func ("/gadget/joins-transfers", test_joins_transfers);
  g_test_add_func ("/gadget/skips-large-frame", test_skips_large_frame);
  g_test_add_func ("/gadget/wants-functionfs", test_wants_functionfs);

  return g_test_run ();
}
