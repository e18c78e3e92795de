#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_training_options[];

/* The whole job in a throw-away station: one simulated device from its ticket to the test. */
gboolean zm_verb_training_run (ZmCommand  *command,
                               GError    **error);

G_END_DECLS
