#pragma once

#include "app/base/json.h"
#include "app/pki/certificate.h"
#include "app/pki/csr.h"

G_BEGIN_DECLS

/* All that a certificate or a request says, one row a field, in its own order and by the names of
 * the standards. All text is UTF-8 that is safe to show; a value may have several lines. */

typedef enum {
  ZM_DETAIL_FIELD,
  ZM_DETAIL_EXTENSION,
  ZM_DETAIL_FINGERPRINT, /* computed, stands nowhere in it */
} ZmDetailKind;

typedef struct {
  ZmDetailKind  kind;
  char         *name;     /* "serialNumber", "keyUsage", … or dotted decimal */
  char         *value;    /* decoded; '#' and hex where nothing here can read it */
  gboolean      critical; /* of an extension */
  const char   *standard; /* "RFC 5280 §4.2.1.3"; NULL for what no standard is known of */
} ZmDetail;

/* Elements ZmDetail. */
GPtrArray  *zm_details_of_certificate (ZmCertificate   *certificate);
GPtrArray  *zm_details_of_csr         (ZmCsr           *csr);

void        zm_details_free_detail            (ZmDetail        *detail);
/* "field", "extension", "fingerprint" */
const char *zm_details_kind_name       (ZmDetailKind     kind);
/* Array of {kind, name, value, critical?, standard?}. */
json_t     *zm_details_to_json        (GPtrArray       *details);

G_END_DECLS
