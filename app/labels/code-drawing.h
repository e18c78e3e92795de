#pragma once

#include "app/qr/qr-code.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A QR code with its whole quiet zone, black on white of its own: what a camera has to read knows
 * no theme. The top left is the origin of the context. */

/* Modules along one side, the quiet zone included; code may be NULL for an empty card as large as a
 * ticket's. */
guint zm_code_drawing_count_modules (const ZmQrCode  *code);
/* For a screen: the unit of cr is the device's pixel, and a module is so many of them. */
void  zm_code_drawing_draw_pixels   (cairo_t         *cr,
                                     const ZmQrCode  *code,
                                     guint            pixels);
/* For paper: exact rectangles, one fill, so that no hairline is left between two modules. side, in
 * units of cr, is that of the whole. */
void  zm_code_drawing_draw_exact    (cairo_t         *cr,
                                     const ZmQrCode  *code,
                                     double           side);

G_END_DECLS
