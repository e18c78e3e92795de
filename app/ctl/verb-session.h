#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_session_proof_options[];

gboolean zm_verb_session_list    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_session_show    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_session_proof   (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_session_abandon (ZmCommand  *command,
                                  GError    **error);

G_END_DECLS
