#pragma once

#include "app/pki/crl.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* Whether a list that somebody brings may follow the one that is on record here. Checks "crl.older"
 * (a lower number, or another list of the same one), "crl.forgets" (it lacks a certificate of this
 * station's that has not ended and was on the list before), "crl.expired". */
gboolean zm_crl_succession_check (ZmStation      *station,
                                  ZmCrl          *crl,
                                  ZmCertificate  *issuer,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
