#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The published lists, DIR/crl/, which somebody may clean up or overwrite with an older copy. The
 * database has each of them too. */

/* The name of an issuer's list there. chain: ZmCertificate, from the intermediate upwards. */
char    *zm_publication_name_file (ZmCertificate  *issuer,
                                   ZmCertificate  *root,
                                   GPtrArray      *chain);
/* "crl.unpublished" (ZM_ERROR_CONFLICT) for a list that is not there, is none, or is older than the
 * newest on record. */
gboolean zm_publication_check     (ZmStation      *station,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes such a list once more. */
gboolean zm_publication_renew     (ZmStation      *station,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
