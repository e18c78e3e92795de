#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* Every message on the tether is a row of one table (message-table in message.c): its name, who
 * may send it, in which phase, its members and their limits. Whatever is not in the table is
 * refused. */

typedef enum {
  ZM_MESSAGE_HELLO,       /* station: protocol, commitment, session */
  ZM_MESSAGE_IDENTITY,    /* device: protocol, deviceId, keyHash, deviceNonce, ticketNonce, time,
                             state, and if it has them certificateSerial, model, serialNumber,
                             firmware */
  ZM_MESSAGE_REVEAL,      /* station: stationNonce */
  ZM_MESSAGE_CODE_PROOF,  /* device: proof */
  ZM_MESSAGE_REQUEST_CSR, /* station */
  ZM_MESSAGE_CSR,         /* device: csr (DER), possession (signature), both base64 */
  ZM_MESSAGE_SET_CLOCK,   /* station: time */
  ZM_MESSAGE_CLOCK,       /* device: time, outcome */
  ZM_MESSAGE_CRLS,        /* station: crls (array of DER in base64) */
  ZM_MESSAGE_CRLS_STORED, /* device: count */
  ZM_MESSAGE_INSTALL,     /* station: payload (text), testNonce (hex, 128 bits) */
  ZM_MESSAGE_TEST,        /* station: testNonce (hex, 128 bits): the mutual-TLS test again, with the
                             identity in use; answered by tested */
  ZM_MESSAGE_STEP,        /* device: step (1 to 6), name, outcome, and of a failure check, message,
                             seen, expected */
  ZM_MESSAGE_TESTED,      /* device: outcome, nonce, and as far as seen status (HTTP), serial,
                             tlsVersion, receipt (JWS), via (network or tether),
                             check, message, seen, expected */
  ZM_MESSAGE_INSTALLED,   /* device: outcome, serial */
  ZM_MESSAGE_IDENTIFY,    /* station: seconds (1 to 30): show yourself to whoever stands there */
  ZM_MESSAGE_IDENTIFIED,  /* device, afterwards: outcome, and of a failure check, message, seen,
                             expected */
  ZM_MESSAGE_ERROR,       /* either: code, check, message, seen, expected; then the link closes */
  ZM_MESSAGE_BYE,         /* either: the link closes */
} ZmMessageType;

typedef enum {
  ZM_SENDER_STATION,
  ZM_SENDER_DEVICE,
} ZmSender;

/* What has been agreed on this link so far. A phase advances when its last message is taken. */
typedef enum {
  ZM_PHASE_GREETING,  /* hello, identity, identify, identified */
  ZM_PHASE_COMMITTED, /* reveal, code-proof */
  ZM_PHASE_PAIRED,    /* request-csr, csr, set-clock, clock */
  ZM_PHASE_REQUESTED, /* set-clock, clock, crls, crls-stored, install, test, step, tested,
                         installed */
  ZM_PHASE_CLOSED,
} ZmPhase;

typedef struct _ZmMessage ZmMessage;

/* Parses the body of a frame of kind 1 by the table. Checks "message.json", "message.type",
 * "message.members". */
ZmMessage     *zm_message_parse       (GBytes          *body,
                                       ZmSender         sender,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes object (without "type"); a caller's mistake in members is ZM_ERROR_INTERNAL. */
ZmMessage     *zm_message_new         (ZmMessageType    type,
                                       json_t          *members,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* An error message that carries what error says. */
ZmMessage     *zm_message_new_error   (const GError    *error);
void           zm_message_free        (ZmMessage       *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmMessage, zm_message_free)

GBytes        *zm_message_encode      (const ZmMessage *message);
ZmMessageType  zm_message_get_type    (const ZmMessage *message);
/* "hello", "identity", … */
const char    *zm_message_type_name   (ZmMessageType    type);
/* Members are there and well-formed as the table says, so these cannot fail for a required one;
 * an absent optional one reads as NULL or -1. */
const char    *zm_message_get_string  (const ZmMessage *message,
                                       const char      *member);
gint64         zm_message_get_integer (const ZmMessage *message,
                                       const char      *member);
json_t        *zm_message_get_array   (const ZmMessage *message,
                                       const char      *member);
/* hex members, of exactly length bytes as the table says. */
void           zm_message_get_bytes   (const ZmMessage *message,
                                       const char      *member,
                                       guint8          *data,
                                       gsize            length);
/* The error that an error message carries. */
GError        *zm_message_to_error    (const ZmMessage *message);

/* Whether this message may come in this phase, and the phase after it. Sets check
 * "message.phase". */
gboolean       zm_message_advance     (const ZmMessage *message,
                                       ZmPhase         *phase,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
