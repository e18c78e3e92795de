#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

gboolean zm_verb_port_list  (ZmCommand  *command,
                             GError    **error);
gboolean zm_verb_port_label (ZmCommand  *command,
                             GError    **error);

G_END_DECLS
