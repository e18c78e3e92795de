#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A picture in shades of grey, one byte a pixel, rows without padding. Its limits are checked
 * before memory is taken, since both numbers come from a stranger's file. One that lies on the
 * stack and points to pixels of others is a picture too. */

#define ZM_GREY_SIDE_MAX   10000
#define ZM_GREY_PIXELS_MAX 40000000

typedef struct {
  guint   width;
  guint   height;
  guint8 *pixels;
} ZmGrey;

/* The pixels are not set. Sets check "reader.picture" for a size of zero or beyond the limits, and
 * when there is no memory. */
ZmGrey *zm_grey_new  (guint64   width,
                      guint64   height,
                      GError  **error) G_GNUC_WARN_UNUSED_RESULT;
void    zm_grey_free (ZmGrey   *self);

static inline gsize
zm_grey_length (const ZmGrey *self)
{
  return (gsize) self->width * self->height;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmGrey, zm_grey_free)

G_END_DECLS
