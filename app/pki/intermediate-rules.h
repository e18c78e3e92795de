#pragma once

#include "app/pki/certificate.h"

G_BEGIN_DECLS

/* What makes an intermediate harmless beyond its purpose: one with OCSPSigning could vouch for
 * itself, one without a path length could make others like it. A hospital's own CA may add what it
 * likes otherwise. */

typedef struct {
  const char *name;     /* of the row in zm_certificate_describe() */
  const char *expected; /* NULL: whatever it says */
  gboolean    critical; /* it must be */
} ZmIntermediateRule;

/* name_constraints: whether the policy wants them. */
const ZmIntermediateRule *zm_intermediate_rules_list  (gboolean                   name_constraints,
                                                       gsize                     *count);
/* One of them. Sets check "authority.intermediate". */
gboolean                  zm_intermediate_rules_check (const ZmIntermediateRule  *rule,
                                                       ZmCertificate             *intermediate,
                                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of them. */
gboolean                  zm_intermediate_rules_check_all (ZmCertificate  *intermediate,
                                                           gboolean        name_constraints,
                                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
