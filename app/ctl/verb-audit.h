#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_audit_export_options[];
extern const GOptionEntry zm_verb_audit_list_options[];

gboolean zm_verb_audit_list   (ZmCommand  *command,
                               GError    **error);
gboolean zm_verb_audit_export (ZmCommand  *command,
                               GError    **error);
/* Its exit code is the verdict; so a success may be a broken log. */
gboolean zm_verb_audit_verify (ZmCommand  *command,
                               GError    **error);

G_END_DECLS
