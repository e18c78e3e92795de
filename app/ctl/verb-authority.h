#pragma once

#include "app/ctl/verb.h"

G_BEGIN_DECLS

extern const GOptionEntry zm_verb_authority_create_options[];
extern const GOptionEntry zm_verb_authority_requests_options[];
extern const GOptionEntry zm_verb_authority_import_options[];
extern const GOptionEntry zm_verb_authority_server_options[];
extern const GOptionEntry zm_verb_authority_device_key_options[];
extern const GOptionEntry zm_verb_authority_policy_options[];
extern const GOptionEntry zm_verb_authority_recover_options[];

gboolean zm_verb_authority_create     (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_show       (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_requests   (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_import     (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_device_key (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_server     (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_crl        (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_policy     (ZmCommand  *command,
                                       GError    **error);
gboolean zm_verb_authority_recover    (ZmCommand  *command,
                                       GError    **error);

G_END_DECLS
