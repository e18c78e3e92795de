#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What zmonitor-reader saw in one frame of a camera, and the bytes in which it says so. Whoever
 * stands before the camera may have taken the reader over, so that every byte is judged here
 * again. Points are fractions of the frame's width and height, from 0 at the left and the top. */

#define ZM_FRAME_READING_CODES_MAX 8
#define ZM_FRAME_READING_MARKS_MAX 12
#define ZM_FRAME_READING_TEXT_MAX  4096 /* bytes, as ZM_READER_CLIENT_TEXT_MAX */
#define ZM_FRAME_READING_BYTES_MAX (36 * 1024)

typedef struct {
  double x;
  double y;
} ZmFramePoint;

/* A QR code that was read: UTF-8 of 1 to ZM_FRAME_READING_TEXT_MAX bytes, nothing more is known of
 * it; the corners in order around the code. */
typedef struct {
  const char   *text;
  ZmFramePoint  corners[4];
} ZmFrameCode;

/* A finder pattern, the square in three corners of a QR code. */
typedef struct {
  ZmFramePoint centre;
  double       module; /* pixels of the frame along the side of one module */
} ZmFrameMark;

typedef struct {
  guint64     number; /* of the frame, as it was offered */
  guint       n_codes;
  ZmFrameCode codes[ZM_FRAME_READING_CODES_MAX]; /* each text once */
  guint       n_marks; /* only looked for where no code was read */
  ZmFrameMark marks[ZM_FRAME_READING_MARKS_MAX];
  guint8      dark;      /* the luminance that 5 % of the frame's pixels are below, */
  guint8      light;     /* and the one that 5 % are above */
  guint8      sharpness; /* the steepest step between neighbours, in per cent of light - dark */
} ZmFrameReading;

/* The bytes; buffer has ZM_FRAME_READING_BYTES_MAX. */
gsize    zm_frame_reading_encode (const ZmFrameReading *self,
                                  guint8               *buffer);
/* FALSE for anything but what zm_frame_reading_encode() makes. The texts stay in data. */
gboolean zm_frame_reading_decode (ZmFrameReading       *self,
                                  const guint8         *data,
                                  gsize                 length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
