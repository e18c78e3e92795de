#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_operator_add_options[];
extern const GOptionEntry zm_verb_operator_pin_options[];

gboolean zm_verb_operator_add    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_operator_list   (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_operator_pin    (ZmCommand  *command,
                                  GError    **error);
gboolean zm_verb_operator_remove (ZmCommand  *command,
                                  GError    **error);

G_END_DECLS
