#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a policy may say, member by member. Each sets check "policy.<what>". */
gboolean zm_policy_rules_check_hospital   (const char  *hospital,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_policy_rules_check_host       (const char  *identity_host,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_policy_rules_check_crl_url    (const char  *crl_url,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_policy_rules_check_server_url (const char  *server_url,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_policy_rules_check_origin     (const char  *origin,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
