#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_limits_set_options[];

gboolean zm_verb_limits_set  (ZmCommand  *command,
                              GError    **error);
gboolean zm_verb_limits_show (ZmCommand  *command,
                              GError    **error);

G_END_DECLS
