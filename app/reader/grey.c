#include "app/reader/grey.h"

#include "app/base/error.h"

ZmGrey *
zm_grey_new (guint64   width,
             guint64   height,
             GError  **error)
{
  g_autofree char *seen = g_strdup_printf ("%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT " pixels",
                                           width, height);
  ZmGrey *self;

  if (width == 0 || height == 0 || width > ZM_GREY_SIDE_MAX || height > ZM_GREY_SIDE_MAX ||
      width * height > ZM_GREY_PIXELS_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", seen,
                    "sides of 1 to 10000 pixels, at most 40 megapixels",
                    "The picture is empty or too large");
      return NULL;
    }

  self = g_try_malloc (sizeof *self + width * height);
  if (self == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", seen, NULL,
                    "There is not enough memory for the picture");
      return NULL;
    }
  self->width = (guint) width;
  self->height = (guint) height;
  self->pixels = (guint8 *) (self + 1);

  return self;
}

void
zm_grey_free (ZmGrey *self)
{
  g_free (self);
}
