#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

/* Its exit code is the worst finding; so a success may be a station with problems. */
gboolean zm_verb_check_run (ZmCommand  *command,
                            GError    **error);

G_END_DECLS
