#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_camera_options[];

gboolean zm_verb_camera_list (ZmCommand  *command,
                              GError    **error);
gboolean zm_verb_camera_scan (ZmCommand  *command,
                              GError    **error);

G_END_DECLS
