#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_provision_options[];
/* Of "session resume", whose device brings no ticket. */
extern const GOptionEntry zm_verb_provision_resume_options[];

gboolean zm_verb_provision_run    (ZmCommand  *command,
                                   GError    **error);
gboolean zm_verb_provision_resume (ZmCommand  *command,
                                   GError    **error);

G_END_DECLS
