#pragma once

#include "app/pki/crl.h"
#include "app/pki/csr.h"
#include "app/signer/ceremony.h"
#include "app/signer/signer.h"

/* A signer in this process, on a throw-away directory, with clocks that the test sets. The
 * authority is made by a real ceremony. */

#define DESK_PASSPHRASE "correct horse"
#define DESK_ADMIN      "admin"
#define DESK_ADMIN_PIN  "123456"
#define DESK_HOST       "id.hospital.example"
#define DESK_PEER       60001

typedef struct {
  char       *directory; /* temporary, with everything below it */
  char       *station;
  char       *media;
  ZmSecret   *passphrase;
  ZmSecret   *root_passphrase;
  ZmCeremony *ceremony;  /* opened when it is first needed */
  ZmSigner   *signer;
  ZmMoment    now;
  char       *admin;     /* token */
} Desk;

/* With a signed-in administrator and nothing else. */
Desk    *desk_new         (void);
/* One on which desk_found() was called. */
Desk    *desk_new_founded (void);
void     desk_free        (Desk *desk);
/* Forgets what only the process knows, as a restart does, and signs the administrator in again. */
void     desk_restart     (Desk *desk);
void     desk_advance     (Desk   *desk,
                           gint64  microseconds);

/* Takes members. The answer must be "ok", whose object it gives. */
json_t  *desk_ask         (Desk          *desk,
                           const char    *token,
                           ZmRequestType  type,
                           json_t        *members);
/* The answer must be this refusal. */
void     desk_refuse      (Desk          *desk,
                           const char    *token,
                           ZmRequestType  type,
                           json_t        *members,
                           const char    *check);
/* The same, whatever the outcome; NULL and *error for a refusal. */
json_t  *desk_try         (Desk           *desk,
                           const char     *token,
                           ZmRequestType   type,
                           json_t         *members,
                           GError        **error);
/* A text of an answer, newly allocated; the answer is given up. */
char    *desk_take_text   (json_t     *answer,
                           const char *member);

char    *desk_sign_in     (Desk       *desk,
                           const char *name,
                           const char *pin);
/* Has name approve this request of the token's; takes members, gives the nonce. */
char    *desk_approve     (Desk          *desk,
                           const char    *token,
                           const char    *name,
                           const char    *pin,
                           ZmRequestType  type,
                           json_t        *members);
/* The members of that approval. */
json_t  *desk_describe_approval (const char    *name,
                                 const char    *pin,
                                 ZmRequestType  type,
                                 json_t        *members,
                                 const char    *nonce);
/* Adds an operator with PIN 654321 and signs him in. */
char    *desk_hire        (Desk       *desk,
                           const char *name,
                           const char *role);

json_t  *desk_policy      (void);
/* Sets the policy and installs what a ceremony made of the signer's requests. */
void     desk_found       (Desk *desk);
/* One line to a ceremony on the desk's media; the answer must be "ok". Takes request. */
json_t  *desk_ceremony    (Desk   *desk,
                           json_t *request);
/* A request for a certificate of the intermediate's or station's key, as PEM. */
char    *desk_request_pem (Desk       *desk,
                           const char *which);
void     desk_open_window (Desk *desk,
                           int   devices,
                           int   minutes);

ZmKey   *desk_make_key    (void);
/* The base64 of a device's request. */
char    *desk_make_csr    (ZmKey      *key,
                           const char *device_id);
json_t  *desk_describe    (ZmKey      *key,
                           const char *device_id,
                           const char *session);
/* Prepares and signs; gives the serial number. */
char    *desk_issue       (Desk       *desk,
                           const char *token,
                           const char *device_id,
                           const char *session);
ZmCertificate *desk_read_certificate (const char *base64);
GBytes  *desk_decode      (const char *base64);
