#pragma once

#include "app/pki/tls-client.h"
#include "app/pki/tls-server.h"
#include "tests/pki/maker.h"

/* A little PKI, and a server of our own that accepts one connection in a thread. */

#define HANDSHAKE_REQUEST    "GET / HTTP/1.1\r\n\r\n"
#define HANDSHAKE_ANSWER     "answer"
#define HANDSHAKE_TIMEOUT_MS 10000
#define HANDSHAKE_ANSWER_MAX (8 * 1024 * 1024) /* bytes */
#define HANDSHAKE_NAMES \
  "subjectAltName=DNS:central.example.org,DNS:*.wild.example.org,IP:127.0.0.1\n"

typedef struct {
  MakerIdentity *root;
  MakerIdentity *ca;
  MakerIdentity *client; /* by the CA */
  MakerIdentity *server; /* by the root */
  GPtrArray     *crls;   /* nothing revoked */
} Handshake;

typedef struct {
  gboolean         required;
  gsize            answer_length; /* 0: HANDSHAKE_ANSWER */
  guint16          port;
  char            *peer;          /* common name */
  char            *version;
  char            *failure;       /* check */
  char            *alert;         /* the value seen of that error */
  guint            handshakes;
  GSocketListener *listener;
  GThread         *thread;
  ZmTlsConfig     *config;
} HandshakeServer;

void           handshake_set_up         (Handshake            *fixture,
                                         gconstpointer         data);
void           handshake_tear_down      (Handshake            *fixture,
                                         gconstpointer         data);

MakerIdentity *handshake_issue          (const char           *name,
                                         const MakerIdentity  *issuer,
                                         const char           *extensions);
void           handshake_add_crl        (GPtrArray            *crls,
                                         const MakerIdentity  *issuer,
                                         const MakerIdentity  *revoked,
                                         ZmInstant             until);
/* One list by the root and one by the CA; either may revoke one identity. */
GPtrArray     *handshake_make_crls      (const Handshake      *fixture,
                                         const MakerIdentity  *by_root,
                                         const MakerIdentity  *by_ca);
ZmTlsConfig   *handshake_configure      (const Handshake      *fixture,
                                         const MakerIdentity  *identity,
                                         const MakerIdentity  *ca,
                                         GPtrArray            *crls);

guint16        handshake_listen         (GSocketListener      *listener);
void           handshake_start          (HandshakeServer      *server,
                                         const Handshake      *fixture,
                                         const MakerIdentity  *identity,
                                         GPtrArray            *crls);
/* After it what the server saw may be read. */
void           handshake_join           (HandshakeServer      *server);
void           handshake_clear          (HandshakeServer      *server);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HandshakeServer, handshake_clear)

GBytes        *handshake_call           (guint16               port,
                                         ZmTlsConfig          *config,
                                         const char           *host,
                                         gsize                 max,
                                         guint                 timeout_ms,
                                         GError              **error);
void           handshake_assert_answer  (const HandshakeServer  *server,
                                         ZmTlsConfig            *config,
                                         const char             *host);
/* seen may be NULL. */
void           handshake_assert_refused (const HandshakeServer  *server,
                                         ZmTlsConfig            *config,
                                         const char             *host,
                                         const char             *check,
                                         const char             *seen);
