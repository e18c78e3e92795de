#pragma once

#include "app/pki/crl.h"
#include "app/station/health.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The authority as one looks at it: each certificate between the root and the devices with how long
 * it still lasts, the revocation list that it issues, and what its end will do to the devices. */

typedef enum {
  ZM_AUTHORITY_ROOT,
  ZM_AUTHORITY_INTERMEDIATE, /* any CA below the root */
  ZM_AUTHORITY_STATION,      /* signs payloads */
  ZM_AUTHORITY_SERVER,       /* the Central Station's, the newest that is known here */
} ZmAuthorityKind;

typedef struct {
  ZmAuthorityKind   kind;
  ZmCertificate    *certificate;
  ZmHealthSeverity  severity;      /* of its expiry */
  ZmCrl            *crl;           /* the newest that it issued; NULL: none is known, or no CA */
  ZmHealthSeverity  crl_severity;  /* ZM_HEALTH_PROBLEM for a CA without one */
} ZmAuthorityLink;

/* Device certificates in force that end within so many days from then. */
typedef enum {
  ZM_AUTHORITY_ENDED, /* in force but for their end */
  ZM_AUTHORITY_30_DAYS,
  ZM_AUTHORITY_90_DAYS,
  ZM_AUTHORITY_LATER,
  ZM_AUTHORITY_N_ENDINGS,
} ZmAuthorityEnding;

typedef struct {
  ZmInstant                 at;           /* when it was looked at */
  const ZmStationAuthority *authority;    /* policy and key names; the station's */
  GPtrArray                *links;        /* ZmAuthorityLink, from the root down */
  GPtrArray                *servers;      /* ZmCertificate of the Central Station, the newest first */
  ZmInstant                 chain_end;    /* the first end among the CAs: no device outlives it */
  ZmInstant                 clipped_from; /* certificates made from then on are cut short by it */
  gint64                    endings[ZM_AUTHORITY_N_ENDINGS];
} ZmAuthoritySurvey;

/* Reads; changes nothing. Checks as zm_station_get_authority() and the database set them:
 * "authority.absent" before there is one. */
ZmAuthoritySurvey *zm_authority_survey_new  (ZmStation          *station,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               zm_authority_survey_free (ZmAuthoritySurvey  *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuthoritySurvey, zm_authority_survey_free)

G_END_DECLS
