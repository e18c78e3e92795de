#include "app/qr/frame-request.h"

#include <string.h>

#define MAGIC 0x31515a4du /* "MZQ1" */

typedef struct {
  guint64 number;
  guint32 magic;
  guint32 width;
  guint32 height;
  guint32 nothing;
} Words;

G_STATIC_ASSERT (sizeof (Words) == ZM_FRAME_REQUEST_BYTES);

static gboolean
is_side (guint side)
{
  return side >= ZM_FRAME_REQUEST_SIDE_MIN && side <= ZM_FRAME_REQUEST_SIDE_MAX;
}

gboolean
zm_frame_request_is_fit (guint width,
                         guint height)
{
  return is_side (width) && is_side (height) && width * height <= ZM_FRAME_REQUEST_PIXELS_MAX;
}

void
zm_frame_request_encode (const ZmFrameRequest *self,
                         guint8                buffer[ZM_FRAME_REQUEST_BYTES])
{
  const Words words = {
    .number = self->number,
    .magic = MAGIC,
    .width = self->width,
    .height = self->height,
  };

  memcpy (buffer, &words, sizeof words);
}

gboolean
zm_frame_request_decode (ZmFrameRequest *self,
                         const guint8   *data,
                         gsize           length)
{
  Words words;

  if (length != sizeof words)
    return FALSE;
  memcpy (&words, data, sizeof words);
  if (words.magic != MAGIC || words.nothing != 0 ||
      !zm_frame_request_is_fit (words.width, words.height))
    return FALSE;

  self->number = words.number;
  self->width = words.width;
  self->height = words.height;

  return TRUE;
}
