#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For a program that another one started and that must not outlive it. (prctl(PR_SET_PDEATHSIG)
 * would already fire when the thread that started it ends, so only zm_parent_bind() uses it.) All set
 * check "system.parent". */

/* A descriptor, to be closed by the caller, that poll() calls readable (POLLIN) when the process
 * that started this one has ended; -1 on failure. */
int      zm_parent_open  (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SIGTERM to itself when that happens. */
gboolean zm_parent_watch (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The kernel ends this process with the thread that started it, in whatever it does then. For one
 * whose only work is asked for, and waited for, by that thread. */
gboolean zm_parent_bind  (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
