#pragma once

#include "app/device/device-identity.h"
#include "app/device/reach.h"

G_BEGIN_DECLS

/* The mutual-TLS test (design section 9): who does the Central Station say that I am? A finished
 * handshake proves nothing, since a TLS 1.3 server refuses a client afterwards and nginx answers
 * 400 over a working connection; only the server's own words do. */

typedef struct {
  guint  status;      /* HTTP; 0 if it did not come so far */
  const char *via;    /* as of zm_reach_exchange() */
  char  *serial;      /* that the server saw, or NULL */
  char  *tls_version; /* that the server saw, or else this side; or NULL */
  char  *cipher;      /* that this side saw, or NULL */
  char  *server;      /* SHA-256 of the server's certificate in hex, or NULL */
  char  *crl_update;  /* of the oldest list that spoke for the server's chain, or NULL */
  char  *wrong_name;  /* as of zm_server_test_try_wrong_name(), or NULL */
  char  *receipt;     /* JWS by the server, for the station to check; or NULL */
} ZmServerTest;

/* TRUE only for 2xx with a body that names nonce and the serial of identity. nonce is 32 hex
 * digits; session may be NULL. Blocks for at most half a minute. Whatever was seen stands in test, also
 * after a failure; clear it with zm_server_test_clear(). Checks "mtls.status", "mtls.body",
 * "mtls.nonce", "mtls.serial", "http.answer", and those of zm_reach_exchange(). */
gboolean zm_server_test_run   (const ZmDeviceIdentity  *identity,
                               const char              *nonce,
                               const char              *session,
                               const ZmReach           *reach,
                               ZmServerTest            *test,
                               GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether this device refuses a server that has not the name it asked for (RFC 9525): a connection to
 * its own server, under a name that no server can have. test->wrong_name becomes the check that
 * refused, "tls.server-name" if it did so for the right reason, or "accepted". Blocks for at most 15
 * seconds. */
void     zm_server_test_try_wrong_name (const ZmDeviceIdentity  *identity,
                                        const ZmReach           *reach,
                                        ZmServerTest            *test);
/* Judges an answer; part of the above, for tests of its own. */
gboolean zm_server_test_judge (GBytes                  *answer,
                               const char              *nonce,
                               const char              *serial,
                               ZmServerTest            *test,
                               GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void     zm_server_test_clear (ZmServerTest            *test);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmServerTest, zm_server_test_clear)

G_END_DECLS
