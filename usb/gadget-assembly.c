#include "usb/gadget-assembly.h"

#include "usb/frame.h"

static ZmGadgetAssemblyResult
skip (ZmGadgetAssembly *self,
      gboolean          ends)
{
  gboolean told = self->skipping;

  g_clear_pointer (&self->begun, g_byte_array_unref);
  self->skipping = !ends;

  return told ? ZM_GADGET_ASSEMBLY_MORE : ZM_GADGET_ASSEMBLY_TOO_LARGE;
}

ZmGadgetAssemblyResult
zm_gadget_assembly_add (ZmGadgetAssembly  *self,
                        const guint8      *data,
                        gsize              length,
                        gboolean           ends,
                        GBytes           **frame)
{
  gsize before = self->begun != NULL ? self->begun->len : 0;

  if (self->skipping || length > ZM_FRAME_MAX - before)
    return skip (self, ends);

  if (self->begun == NULL)
    self->begun = g_byte_array_new ();
  g_byte_array_append (self->begun, data, (guint) length);
  if (!ends)
    return ZM_GADGET_ASSEMBLY_MORE;

  *frame = g_byte_array_free_to_bytes (g_steal_pointer (&self->begun));
  return ZM_GADGET_ASSEMBLY_FRAME;
}

void
zm_gadget_assembly_clear (ZmGadgetAssembly *self)
{
  g_clear_pointer (&self->begun, g_byte_array_unref);
  self->skipping = FALSE;
}
