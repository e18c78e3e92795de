#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_device_add_options[];
extern const GOptionEntry zm_verb_device_adopt_options[];
extern const GOptionEntry zm_verb_device_identify_options[];
extern const GOptionEntry zm_verb_device_import_options[];

gboolean zm_verb_device_add    (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_adopt  (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_import (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_list   (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_show   (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_retire (ZmCommand  *command,
                                GError    **error);
gboolean zm_verb_device_identify (ZmCommand  *command,
                                  GError    **error);

G_END_DECLS
