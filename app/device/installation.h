#pragma once

#include "app/device/device.h"
#include "app/device/server-test.h"

G_BEGIN_DECLS

/* What becomes of a payload: the six observed steps of design section 9. A failure in any of them
 * leaves the identity in use that was in use before, and nothing of the new one. */

#define ZM_INSTALLATION_STEPS 6

/* What the station has sent. Borrowed. */
typedef struct {
  const char *payload;    /* text */
  gsize       length;     /* bytes */
  const char *session;    /* of the conversation: a payload that names another is refused */
  const char *test_nonce; /* 32 hex digits */
  GPtrArray  *crls;       /* ZmCrl that came with the payload */
} ZmInstallationOrder;

/* Who follows it. step is called when a step has ended (failure NULL: well); FALSE stops the
 * installation there, unless the new identity is already in use. tested is called before step 5
 * ends. test is what step 5 does: zm_server_test_run() but in tests of the other steps. */
typedef struct {
  gboolean (*step)   (gpointer             data,
                      int                  number,
                      const char          *name,
                      const GError        *failure);
  void     (*tested) (gpointer             data,
                      const ZmServerTest  *test,
                      const GError        *failure);
  gboolean (*test)   (gpointer                 data,
                      const ZmDeviceIdentity  *identity,
                      const char              *nonce,
                      const char              *session,
                      ZmServerTest            *test,
                      GError                 **error);
  gpointer   data;
} ZmInstallationObserver;

/* TRUE: the new identity is in use and device->identity shows it; its key is no longer pending
 * (zm_device_renew_key() before the next ticket). Otherwise the failure of the step: "payload.…",
 * "clock.last-good", "crls.issuer", "file.…", "mtls.…", "tls.…", "chain.…", or
 * "installation.stopped". */
gboolean    zm_installation_run       (ZmDevice                      *device,
                                       const ZmInstallationOrder     *order,
                                       const ZmInstallationObserver  *observer,
                                       GError                       **error)
                                       G_GNUC_WARN_UNUSED_RESULT;
/* "signatures", "window-and-identity", …; number from 1. */
const char *zm_installation_step_name (int                            number);

G_END_DECLS
