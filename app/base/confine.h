#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Giving up what this process will not need, for good. Whoever takes it over gains no more than it
 * had. Built with a sanitizer, which traces the process and starts threads of its own, the program
 * leaves out what would end it. */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ZM_CONFINE_IS_SANITIZED TRUE
#else
#define ZM_CONFINE_IS_SANITIZED FALSE
#endif

typedef enum {
  ZM_CONFINE_CLIENT, /* goes on to open files and connections */
  ZM_CONFINE_KEEPER, /* has the sockets that it listens on, and keeps files of its own */
  ZM_CONFINE_SERVER, /* the same, and only reads files */
} ZmConfineKind;

/* No core dump, and nothing else: for a program with a window. The portals of its desktop look into
 * /proc/PID/root of who asks, and refuse a process that nobody may trace, so that it would have no
 * file chooser, no camera and no colour scheme. Sets check "system.rights". */
gboolean zm_confine_dumps  (GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before a secret is here: no core dump, no debugger of this user's, no new rights by exec. Sets
 * check "system.rights". */
gboolean zm_confine_memory (GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* No program or process is started from here on, no other process looked at or signalled, nothing
 * of the system's set up: what tries is ended by SIGSYS. A keeper also maps no more code, and for
 * it making sockets and connections fails with EACCES; for a server, making files as well. All
 * threads, and those to come. Sets check "system.filter". */
gboolean zm_confine_calls  (ZmConfineKind   kind,
                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
