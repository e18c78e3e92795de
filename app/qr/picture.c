#include "app/qr/picture.h"

#include "app/base/error.h"

#include <png.h>
#include <string.h>

#define DARK  0
#define LIGHT 255

static guint8 *
draw (const ZmQrCode *code,
      guint           side,
      guint           scale)
{
  guint8 *pixels = g_malloc ((gsize) side * side);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        int column = (int) (x / scale) - ZM_QR_CODE_QUIET_ZONE;
        int row = (int) (y / scale) - ZM_QR_CODE_QUIET_ZONE;

        pixels[(gsize) y * side + x] = zm_qr_code_is_dark (code, column, row) ? DARK : LIGHT;
      }

  return pixels;
}

GBytes *
zm_picture_encode_png (const ZmQrCode  *code,
                       guint            scale,
                       GError         **error)
{
  png_image image = { .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_GRAY };
  g_autofree guint8 *pixels = NULL;
  g_autofree guint8 *file = NULL;
  png_alloc_size_t length;

  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (scale >= 1 && scale <= ZM_PICTURE_SCALE_MAX, NULL);

  image.width = (zm_qr_code_get_size (code) + 2 * ZM_QR_CODE_QUIET_ZONE) * scale;
  image.height = image.width;
  pixels = draw (code, image.width, scale);

  length = PNG_IMAGE_PNG_SIZE_MAX (image);
  file = g_malloc (length);
  if (!png_image_write_to_memory (&image, file, &length, 0, pixels, 0, NULL))
    {
      zm_error_set (error, ZM_ERROR_INTERNAL, "qr.picture", image.message, NULL,
                    "The picture of the QR code cannot be made");
      return NULL;
    }

  return g_bytes_new (file, length);
}

GBytes *
zm_picture_encode_grey (const guint8 *pixels,
                        guint         width,
                        guint         height,
                        gsize         stride)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autofree char *header = g_strdup_printf ("P5\n%u %u\n255\n", width, height);

  g_return_val_if_fail (pixels != NULL, NULL);
  g_return_val_if_fail (stride >= width, NULL);

  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  for (guint y = 0; y < height; y++)
    g_byte_array_append (file, pixels + y * stride, width);

  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}
