#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

gboolean zm_verb_pair_issue_code (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_pair_parse      (ZmCommand  *command,
                                  GError    **error);

G_END_DECLS
