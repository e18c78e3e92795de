#include "app/labels/proof-pdf.h"

#include "app/labels/pdf-file.h"
#include "app/labels/proof-drawing.h"

static gboolean
draw_page (cairo_t   *cr,
           guint      page,
           gpointer   data,
           GError   **error)
{
  zm_proof_drawing_draw (cr, data);
  return TRUE;
}

GBytes *
zm_proof_pdf_make (const ZmProofCard  *card,
                   GError            **error)
{
  g_return_val_if_fail (card != NULL, NULL);

  return zm_pdf_file_make (card->device_id, ZM_PROOF_DRAWING_WIDTH, ZM_PROOF_DRAWING_HEIGHT, 1,
                           draw_page, (gpointer) card, "proof.pdf", error);
}
