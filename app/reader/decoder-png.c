#include "app/reader/decoder.h"

#include "app/base/error.h"

#include <png.h>

static const png_color white = { 255, 255, 255 };

static ZmGrey *
read_pixels (png_image  *image,
             GError    **error)
{
  g_autoptr(ZmGrey) picture = zm_grey_new (image->width, image->height, error);

  if (picture == NULL)
    return NULL;

  image->format = PNG_FORMAT_GRAY;
  if (!png_image_finish_read (image, &white, picture->pixels, 0, NULL))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", image->message, "a whole PNG file",
                    "The PNG picture is damaged");
      return NULL;
    }

  return g_steal_pointer (&picture);
}

/* libpng's simplified interface keeps its setjmp to itself. */
ZmGrey *
zm_decoder_decode_png (GBytes  *file,
                       GError **error)
{
  png_image image = { .version = PNG_IMAGE_VERSION };
  gsize length;
  gconstpointer data = g_bytes_get_data (file, &length);
  ZmGrey *picture;

  if (!png_image_begin_read_from_memory (&image, data, length))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", image.message, "a PNG file",
                    "The PNG picture cannot be read");
      return NULL;
    }

  picture = read_pixels (&image, error);
  png_image_free (&image);

  return picture;
}
