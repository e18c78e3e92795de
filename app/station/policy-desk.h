#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What of the policy may be changed once the authority stands. Strings are borrowed; what is NULL
 * or 0 stays as it is. */
typedef struct {
  const char *server_url;  /* where devices find the Central Station, in payloads from now on */
  const char *crl_url;     /* distribution points of certificates from now on */
  guint       device_days; /* life of device certificates from now on */
} ZmPolicyChange;

/* On record as "policy.changed", with what was and what is; certificates and payloads that exist
 * keep what they say. Nothing to change is no error, and no record. Checks "policy.…" as the signer
 * sets them, "role.denied", "authority.absent". */
gboolean zm_policy_desk_change (ZmStation             *station,
                                const ZmPolicyChange  *change,
                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
