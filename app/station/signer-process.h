#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* A zmonitor-signer that was started here and is ended here. Secrets go through pipes, never
 * through arguments or the environment, of which it gets only the language. Any thread may call. */
typedef struct _ZmSignerProcess ZmSignerProcess;

/* A descriptor for the child, which learns its number from the option. Closed here, whatever
 * happens. */
typedef struct {
  const char *option; /* "--ready-fd" */
  int         fd;
} ZmSignerProcessFd;

/* The reading end of a pipe that holds the secret as one line, or -1. Sets check
 * "signer.start". */
int              zm_signer_process_pipe_secret (const ZmSecret           *secret,
                                                GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
/* stdin_fd and stdout_fd may be -1 for nothing; they are closed here too. Sets check
 * "companion.missing" or "signer.start". */
ZmSignerProcess *zm_signer_process_spawn       (const char *const        *arguments,
                                                const ZmSignerProcessFd  *fds,
                                                gsize                     count,
                                                int                       stdin_fd,
                                                int                       stdout_fd,
                                                GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for its end; FALSE if it still runs after timeout milliseconds. status is a wait status. */
gboolean         zm_signer_process_wait        (ZmSignerProcess          *process,
                                                int                       timeout,
                                                int                      *status);
/* Ends it, kindly at first. */
void             zm_signer_process_free        (ZmSignerProcess          *process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSignerProcess, zm_signer_process_free)

G_END_DECLS
