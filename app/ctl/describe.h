#pragma once

#include "app/base/json.h"
#include "app/station/authority.h"
#include "app/store/certificate-record.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"

G_BEGIN_DECLS

/* Records as the objects that every verb gives them in. Absent values are left out. */

json_t *zm_describe_device      (const ZmDeviceRecord      *record);
json_t *zm_describe_certificate (const ZmCertificateRecord *record);
json_t *zm_describe_session     (const ZmSessionRecord     *record);
json_t *zm_describe_crl         (ZmCrl                     *crl);
/* NULL for 0. */
json_t *zm_describe_instant     (ZmInstant                  instant);

G_END_DECLS
