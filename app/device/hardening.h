#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before anything else: no core dumps and no debugger, since keys are in memory; no more rights,
 * and no other program or process; files closed to others. Checks "system.rights",
 * "system.filter". */
gboolean zm_hardening_apply (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
