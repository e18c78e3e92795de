#pragma once

#include "app/base/json.h"
#include "app/pki/profile.h"

G_BEGIN_DECLS

/* What the signer issues under: the administrator's policy and the installed certificates. Fields
 * are read by all and written here. */
typedef struct {
  json_t        *members;    /* the policy as policy.set gave it; NULL: none yet */
  ZmPolicy       policy;     /* strings borrowed from members */
  const char    *server_url; /* so too */
  const char    *origin;     /* of checkpoints; so too */
  ZmCertificate *root;       /* NULL: nothing is installed yet */
  GPtrArray     *chain;      /* ZmCertificate: the intermediate, then the CAs above it */
  ZmCertificate *station;
} ZmMandate;

#define ZM_MANDATE_CHAIN_MAX 3 /* certificates between root and device */

ZmMandate     *zm_mandate_new              (void);
void           zm_mandate_free             (ZmMandate     *mandate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmMandate, zm_mandate_free)

/* Whether this policy, in a request or an entry, can follow the present one. Checks
 * "policy.<what>". */
gboolean       zm_mandate_judge_policy     (ZmMandate     *mandate,
                                            const json_t  *members,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes a policy that was judged when it was recorded. */
gboolean       zm_mandate_set_policy       (ZmMandate     *mandate,
                                            const json_t  *members,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads root, chain and station (PEM) and takes them. It judges their form, not their sense. */
gboolean       zm_mandate_install          (ZmMandate     *mandate,
                                            const json_t  *members,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Checks "policy.missing"; "authority.missing". */
gboolean       zm_mandate_check_policy     (ZmMandate     *mandate,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       zm_mandate_check_installed  (ZmMandate     *mandate,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmCertificate *zm_mandate_get_intermediate (ZmMandate     *mandate);

G_END_DECLS
