#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One zmonitor-reader that reads frames until it dies or is killed. */
typedef struct {
  GSubprocess *process; /* NULL when there is none */
  int          fd;      /* a socket of packets, ours to poll */
} ZmFrameProcess;

/* Its standard input and output are the socket's other end, its descriptor 3 the memory. Sets check
 * "reader.start". */
gboolean zm_frame_process_start (ZmFrameProcess  *self,
                                 const char      *program,
                                 int              memory_fd,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Does not wait for its end. */
void     zm_frame_process_kill  (ZmFrameProcess  *self);

G_END_DECLS
