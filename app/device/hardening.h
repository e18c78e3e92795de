#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before anything else: no core dumps and no debugger, since keys are in memory; no more rights
 * by whatever is executed; files closed to others. */
void zm_hardening_apply (void);

G_END_DECLS
