#include "app/qr/frame-memory.h"
#include "app/qr/frame-request.h"
#include "tests/fuzz/fuzz.h"

/* What the reader of frames is told of one: it must lie in the shared memory, whoever asks. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  guint8 again[ZM_FRAME_REQUEST_BYTES];
  ZmFrameRequest request;

  if (!zm_frame_request_decode (&request, bytes, size))
    return;

  g_assert_true (zm_frame_request_is_fit (request.width, request.height));
  g_assert_cmpuint ((guint64) request.width * request.height, <=, ZM_FRAME_MEMORY_SIZE);
  zm_frame_request_encode (&request, again);
  g_assert_cmpmem (again, sizeof again, data, size);
}
