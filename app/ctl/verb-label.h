#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_label_options[];

gboolean zm_verb_label_device      (ZmCommand  *command,
                                    GError    **error);
gboolean zm_verb_label_badge       (ZmCommand  *command,
                                    GError    **error);
gboolean zm_verb_label_certificate (ZmCommand  *command,
                                    GError    **error);
gboolean zm_verb_label_audit_head  (ZmCommand  *command,
                                    GError    **error);
gboolean zm_verb_label_read        (ZmCommand  *command,
                                    GError    **error);
gboolean zm_verb_label_check       (ZmCommand  *command,
                                    GError    **error);

G_END_DECLS
