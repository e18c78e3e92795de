#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The memory in which a frame goes to zmonitor-reader without passing through a pipe. It has room
 * for the largest frame, of which only the pages that were used exist; nobody can change its size,
 * and from the moment it is made nobody maps it for writing but the one who made it. */

#define ZM_FRAME_MEMORY_SIZE (3840 * 2160) /* bytes; whole pages */

/* Gives the mapping, for zm_frame_memory_unmap(), and a descriptor to close and to pass on. NULL
 * with check "reader.memory". */
guint8       *zm_frame_memory_create (int           *fd,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The other side: read only, and never unmapped. NULL for a descriptor of anything else. */
const guint8 *zm_frame_memory_map    (int            fd) G_GNUC_WARN_UNUSED_RESULT;
void          zm_frame_memory_unmap  (guint8        *memory);

G_END_DECLS
