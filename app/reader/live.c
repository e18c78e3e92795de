#include "app/reader/live.h"

#include "app/qr/frame-memory.h"
#include "app/qr/frame-request.h"
#include "app/reader/live-search.h"

#include <errno.h>
#include <unistd.h>

struct _ZmLive {
  guint8       *memory;
  ZmLiveSearch *search;
};

ZmLive *
zm_live_new (void)
{
  const guint8 *memory = zm_frame_memory_map (ZM_LIVE_MEMORY_FD);
  ZmLive *self;

  if (memory == NULL)
    return NULL;

  self = g_new0 (ZmLive, 1);
  /* Where anything wrote to it, the process would end. */
  self->memory = (guint8 *) memory;
  self->search = zm_live_search_new ();

  return self;
}

gsize
zm_live_answer (ZmLive       *self,
                const guint8 *packet,
                gsize         length,
                guint8       *answer)
{
  ZmFrameRequest request;
  ZmFrameReading reading;
  ZmGrey picture;

  if (!zm_frame_request_decode (&request, packet, length))
    return 0;

  picture = (ZmGrey) { request.width, request.height, self->memory };
  reading.number = request.number;
  zm_live_search_read (self->search, &picture, &reading);

  return zm_frame_reading_encode (&reading, answer);
}

static gssize
receive (guint8 *packet,
         gsize   size)
{
  gssize got;

  do
    got = read (STDIN_FILENO, packet, size);
  while (got < 0 && errno == EINTR);

  return got;
}

gboolean
zm_live_run (ZmLive *self)
{
  guint8 packet[ZM_FRAME_REQUEST_BYTES + 1];
  guint8 answer[ZM_FRAME_READING_BYTES_MAX];
  gssize got;

  while ((got = receive (packet, sizeof packet)) > 0)
    {
      gsize length = zm_live_answer (self, packet, (gsize) got, answer);

      if (length == 0 || write (STDOUT_FILENO, answer, length) != (gssize) length)
        return FALSE;
    }

  return got == 0;
}
