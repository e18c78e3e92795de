#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

gboolean zm_verb_audit_story_tell (ZmCommand  *command,
                                   GError    **error);

G_END_DECLS
