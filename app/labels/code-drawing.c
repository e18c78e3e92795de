#include "app/labels/code-drawing.h"

#define EMPTY_MODULES 45 /* of a ticket's code */

guint
zm_code_drawing_count_modules (const ZmQrCode *code)
{
  guint modules = code != NULL ? zm_qr_code_get_size (code) : EMPTY_MODULES;

  return modules + 2 * ZM_QR_CODE_QUIET_ZONE;
}

/* Dark modules that stand side by side are one rectangle. */
static void
add_row (cairo_t        *cr,
         const ZmQrCode *code,
         int             row,
         double          module)
{
  int size = (int) zm_qr_code_get_size (code);
  int begin = -1;

  for (int column = 0; column <= size; column++)
    {
      gboolean dark = zm_qr_code_is_dark (code, column, row);

      if (dark && begin < 0)
        begin = column;
      if (!dark && begin >= 0)
        {
          cairo_rectangle (cr, (begin + ZM_QR_CODE_QUIET_ZONE) * module,
                           (row + ZM_QR_CODE_QUIET_ZONE) * module, (column - begin) * module,
                           module);
          begin = -1;
        }
    }
}

static void
draw (cairo_t        *cr,
      const ZmQrCode *code,
      double          module)
{
  double side = zm_code_drawing_count_modules (code) * module;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_fill (cr);

  if (code == NULL)
    return;

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (int row = 0; row < (int) zm_qr_code_get_size (code); row++)
    add_row (cr, code, row, module);
  cairo_fill (cr);
}

void
zm_code_drawing_draw_pixels (cairo_t        *cr,
                             const ZmQrCode *code,
                             guint           pixels)
{
  g_return_if_fail (cr != NULL);
  g_return_if_fail (pixels >= 1);

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  draw (cr, code, pixels);
  cairo_restore (cr);
}

void
zm_code_drawing_draw_exact (cairo_t        *cr,
                            const ZmQrCode *code,
                            double          side)
{
  g_return_if_fail (cr != NULL);
  g_return_if_fail (side > 0);

  cairo_save (cr);
  draw (cr, code, side / zm_code_drawing_count_modules (code));
  cairo_restore (cr);
}
