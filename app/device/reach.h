#pragma once

#include "app/device/resolver.h"
#include "app/pki/tls-client.h"

G_BEGIN_DECLS

/* How the device gets to its Central Station: through its own network, or through the cable, where
 * the station carries what it cannot read (design section 9). */

typedef enum {
  ZM_REACH_EITHER,  /* the network, and the tether where nobody can be reached through it */
  ZM_REACH_NETWORK,
  ZM_REACH_TETHER,
} ZmReachWays;

/* One exchange over TLS: what zm_tls_client_exchange() is told. Borrowed. */
typedef struct {
  ZmTlsConfig *config;
  const char  *host;
  const char  *name;    /* that the server must bear; NULL: host */
  guint16      port;
  GBytes      *request;
  gsize        max;     /* bytes of an answer */
  guint        timeout; /* ms, from when the server is reached */
  ZmTlsFacts  *facts;   /* filled, unless NULL */
} ZmReachRequest;

typedef struct {
  ZmReachWays   ways;
  ZmResolver   *resolver; /* of the network */
  /* The same through the tether, to the server that the station knows; NULL where there is none.
   * "tls.connect" if nothing came back. */
  GBytes     *(*tether) (gpointer               data,
                         const ZmReachRequest  *request,
                         GError               **error);
  gpointer      data;
  GCancellable *cancellable;
} ZmReach;

/* The name that a request's server must bear. */
const char *zm_reach_get_name (const ZmReachRequest  *request);
/* "either", "network", "tether". */
gboolean zm_reach_parse    (const char            *text,
                            ZmReachWays           *ways);
/* via becomes "network" or "tether", or NULL if the server was reached neither way. Checks of
 * zm_tls_client_exchange(). */
GBytes  *zm_reach_exchange (const ZmReach         *reach,
                            const ZmReachRequest  *request,
                            const char           **via,
                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
