#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* zmonitor-reader live: reads the frames of a camera, one after the other. */

#define ZM_LIVE_MEMORY_FD 3 /* in which app/qr/frame-memory.h has them */

typedef struct _ZmLive ZmLive;

/* Before the sandbox. NULL when there is no such memory. */
ZmLive *zm_live_new    (void);
/* Takes a packet as app/qr/frame-request.h describes it, and gives the length of the answer in
 * answer, which has ZM_FRAME_READING_BYTES_MAX; 0 for any other packet. */
gsize   zm_live_answer (ZmLive        *self,
                        const guint8  *packet,
                        gsize          length,
                        guint8        *answer);
/* From standard input to standard output, until there are no more packets. FALSE when one was not
 * to be understood. */
gboolean zm_live_run   (ZmLive        *self);

G_END_DECLS
