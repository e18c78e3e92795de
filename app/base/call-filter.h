#pragma once

#include <glib.h>
#include <seccomp.h>

G_BEGIN_DECLS

/* A seccomp filter, made and loaded: what this process may ask the kernel for from then on. */

/* Adds the rules for this kind of process; gives 0, or libseccomp's negative errno. */
typedef int (*ZmCallFilterFunc) (scmp_filter_ctx filter,
                                 int             kind);

/* otherwise: what becomes of a call without a rule. A call of another architecture, which could
 * pass the rules under another number, ends the process. Sets check "system.filter". */
gboolean zm_call_filter_load (guint32            otherwise,
                              ZmCallFilterFunc   add_rules,
                              int                kind,
                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* One action for many calls, whatever their arguments; gives what a ZmCallFilterFunc does. */
int      zm_call_filter_add  (scmp_filter_ctx    filter,
                              guint32            action,
                              const int         *calls,
                              gsize              count) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
