#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives up what this process will not need, so that whoever takes it over gains little. Built with
 * a sanitizer, which needs more calls, the program leaves the filter out. */

typedef enum {
  ZM_SANDBOX_SERVER,   /* nothing is opened any more */
  ZM_SANDBOX_CEREMONY, /* files still are */
} ZmSandbox;

/* Before any secret is here: no core dump, no debugger of this user's, no new rights by exec;
 * memory is kept out of swap where the system allows it. Sets check "system.rights". */
gboolean zm_sandbox_harden (GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* Only these system calls from here on; any other ends the process (SIGSYS). No network, no
 * program started, no look at other processes, no code made or mapped. Sets check
 * "system.filter". */
gboolean zm_sandbox_enter  (ZmSandbox   sandbox,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
