#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For a program that another one started and that must not outlive it: SIGTERM to itself when the
 * process that started it is gone. (prctl(PR_SET_PDEATHSIG) would already fire when the thread
 * that started it ends.) Sets check "system.parent". */
gboolean zm_parent_watch (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
