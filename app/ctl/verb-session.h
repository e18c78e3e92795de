#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

gboolean zm_verb_session_list    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_session_show    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_session_abandon (ZmCommand  *command,
                                  GError    **error);

G_END_DECLS
