#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_window_open_options[];

gboolean zm_verb_window_open  (ZmCommand  *command,
                               GError    **error);
gboolean zm_verb_window_close (ZmCommand  *command,
                               GError    **error);
gboolean zm_verb_window_show  (ZmCommand  *command,
                               GError    **error);

G_END_DECLS
