#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The first steps of a station: its directory, its signer, its first administrator. What an earlier
 * attempt left is gone on with. */

#define ZM_FOUNDING_DESK "Desk 1" /* where nobody names it */

typedef struct {
  const char     *directory;
  const char     *desk;       /* NULL: ZM_FOUNDING_DESK */
  const char     *operator_name;
  const ZmSecret *pin;        /* of the first administrator */
  const ZmSecret *passphrase; /* of the signer's keys */
} ZmFounding;

/* Whether there is a station.conf. */
gboolean   zm_founding_has_station (const char        *directory);
/* Whether there is a signer, made here or installed and listening here. Another user's cannot be
 * looked into, but is there. */
gboolean   zm_founding_has_signer  (const char        *directory);
/* Makes the directory and station.conf, or opens what is there. */
ZmStation *zm_founding_make_station (const char       *directory,
                                     const char       *desk,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the station where there is none, and its signer, and signs the administrator in. There must
 * be no signer yet: "signer.exists" otherwise. Takes some seconds. */
ZmStation *zm_founding_make        (const ZmFounding  *founding,
                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
