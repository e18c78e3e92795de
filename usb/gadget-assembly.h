#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frames out of transfers: a frame goes on while transfers are full, and ends with one that is
 * not, which may be empty. What a host sends is bounded here and by nothing else. */
typedef struct {
  GByteArray *begun;    /* of the frame under way; NULL at its start */
  gboolean    skipping; /* a frame that was too large goes on */
} ZmGadgetAssembly;

typedef enum {
  ZM_GADGET_ASSEMBLY_MORE,
  ZM_GADGET_ASSEMBLY_FRAME,
  ZM_GADGET_ASSEMBLY_TOO_LARGE, /* told once a frame; the rest of it is left out */
} ZmGadgetAssemblyResult;

/* frame is set with ZM_GADGET_ASSEMBLY_FRAME; it is empty if the host sent nothing but the end. */
ZmGadgetAssemblyResult zm_gadget_assembly_add   (ZmGadgetAssembly  *self,
                                                 const guint8      *data,
                                                 gsize              length,
                                                 gboolean           ends,
                                                 GBytes           **frame);
void                   zm_gadget_assembly_clear (ZmGadgetAssembly  *self);

G_END_DECLS
