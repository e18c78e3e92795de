#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_backup_make_options[];
extern const GOptionEntry zm_verb_backup_recover_options[];

gboolean zm_verb_backup_make    (ZmCommand  *command,
                                 GError    **error);
gboolean zm_verb_backup_recover (ZmCommand  *command,
                                 GError    **error);

G_END_DECLS
