#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_certificate_export_options[];
extern const GOptionEntry zm_verb_certificate_revoke_options[];

gboolean zm_verb_certificate_list   (ZmCommand  *command,
                                     GError    **error);
gboolean zm_verb_certificate_show   (ZmCommand  *command,
                                     GError    **error);
gboolean zm_verb_certificate_export (ZmCommand  *command,
                                     GError    **error);
gboolean zm_verb_certificate_verify (ZmCommand  *command,
                                     GError    **error);
gboolean zm_verb_certificate_revoke (ZmCommand  *command,
                                     GError    **error);

G_END_DECLS
