#include "app/base/heap.h"

#include <malloc.h>

#define ARENAS 2             /* each keeps what its threads freed */
#define SPARE  (1024 * 1024) /* bytes */

/* By itself the C library makes an arena a thread, and takes a large block that is freed for the sign
 * that as much should be kept. */
void
zm_heap_set_up (void)
{
  mallopt (M_ARENA_MAX, ARENAS);
  mallopt (M_MMAP_THRESHOLD, SPARE);
  mallopt (M_TRIM_THRESHOLD, SPARE);
}
