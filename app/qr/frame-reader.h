#pragma once

#include "app/qr/frame-reading.h"
#include "app/qr/frame-request.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Has the frames of a camera read by zmonitor-reader, a process without rights that lives as long
 * as this object. A frame goes to it through shared memory, one at a time: one that comes while it
 * is busy is dropped, so that the next one it takes is the newest. Whatever a frame does to that
 * process, it is one missed frame: the process is killed and another one started, at once or, when
 * one dies after the other, after a while (ZM_FRAME_READER_DELAY_MAX at most).
 *
 * Nothing here blocks. Signals, in the main context that was the thread's default when the object
 * was made, in which its last reference is to be dropped as well:
 *
 *   "reading" (const ZmFrameReading *)  of a frame that was taken; valid until the handlers are done
 *   "missed" (guint64 number)           of a frame that was taken; there will be no reading of it */

#define ZM_FRAME_READER_TIMEOUT   2000 /* milliseconds for a frame, and to start */
#define ZM_FRAME_READER_DELAY_MAX 2000 /* milliseconds between two starts */

#define ZM_TYPE_FRAME_READER (zm_frame_reader_get_type ())
G_DECLARE_FINAL_TYPE (ZmFrameReader, zm_frame_reader, ZM, FRAME_READER, GObject)

typedef struct {
  guint64 read;
  guint64 missed;
  guint64 restarts;
} ZmFrameReaderCounts;

/* Sets check "companion.missing" or "reader.memory". */
ZmFrameReader *zm_frame_reader_new             (GError              **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
/* timeout in milliseconds. A program that cannot be started is tried again, as one that ended. */
ZmFrameReader *zm_frame_reader_new_for_program (const char           *path,
                                                int                   timeout,
                                                GError              **error)
                                                G_GNUC_WARN_UNUSED_RESULT;

/* Takes a copy of a grey frame, one byte a pixel, rows stride bytes apart; number is the caller's,
 * for the signals. FALSE when the reader is busy or starting, and for a size that
 * zm_frame_request_is_fit() refuses or a stride below the width. Any one thread may call. */
gboolean       zm_frame_reader_offer           (ZmFrameReader        *self,
                                                const guint8         *pixels,
                                                guint                 width,
                                                guint                 height,
                                                gsize                 stride,
                                                guint64               number);
/* So far. */
void           zm_frame_reader_get_counts      (ZmFrameReader        *self,
                                                ZmFrameReaderCounts  *counts);

G_END_DECLS
