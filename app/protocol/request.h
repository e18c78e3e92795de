#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* What can be asked of the signer: rows of one table (name, roles, members and limits). A request
 * is one packet on the signer's socket (SOCK_SEQPACKET), {"request": name, "token"?: hex, …}; so
 * is the answer, {"ok": {…}} or {"error": {code, check, message, seen?, expected?}}. Bytes are
 * base64 of DER unless the comment says otherwise. A request that a second person approved has the
 * approval's nonce beside its members ("approval", hex; see approval.h). */

#define ZM_REQUEST_MAX (192 * 1024) /* bytes, either way */

typedef enum {
  ZM_ROLE_NONE = 0,
  ZM_ROLE_TECHNICIAN = 1 << 0,
  ZM_ROLE_ADMINISTRATOR = 1 << 1,
  ZM_ROLE_AUDITOR = 1 << 2,
} ZmRole;

typedef enum {
  /* Anyone who may connect. */
  ZM_REQUEST_STATUS,             /* → authority (bool), window {open, devicesLeft, until},
                                    checkpoint {size, root}?, sameUser (bool), operators (count),
                                    limits {as limits-set has them}, signed (count of the devices' certificates), logRestarts */
  ZM_REQUEST_AUTHORITY_SHOW,     /* → policy {…}, root, chain [..], station (PEM), verifierKey,
                                    keyIds [{keyId, mode}] */
  ZM_REQUEST_LEDGER_COMPARE,     /* crl?, checkpoint? (note text), certificate?: of this signer's
                                    making; refused where the ledger says less */
  ZM_REQUEST_SIGN_IN,            /* operator, pin → token, operator, role */
  /* Any role. */
  ZM_REQUEST_SIGN_OUT,
  ZM_REQUEST_OPERATOR_LIST,      /* → operators [{name, role, active}] */
  ZM_REQUEST_ISSUED_LIST,        /* from (0: the first) → issues [{serial, deviceId, deviceLabel?,
                                    session?, state, certificate?, revokedAt?, reason?}], some of
                                    them, and total */
  ZM_REQUEST_OPERATOR_PIN,       /* name, pin, current?: a new PIN; one's own by the current one,
                                    another's as an administrator */
  /* Technician or administrator. */
  ZM_REQUEST_APPROVE,            /* action (a request's name), digest, operator, pin → until: a
                                    second person approves this one request of the first's */
  ZM_REQUEST_DEVICE_RETIRE,      /* deviceId: its next certificate is a take-over */
  ZM_REQUEST_CHECKPOINT_SIGN,    /* size, root (hex), proof [hex] → checkpoint (note text) */
  ZM_REQUEST_JUDGE,              /* csr, deviceId, deviceLabel → judgement */
  ZM_REQUEST_ISSUE_PREPARE,      /* csr, deviceId, deviceLabel, session → tbs, serial, notAfter,
                                    judgement. Counts against the window, durably */
  ZM_REQUEST_ISSUE_SIGN,         /* tbs → certificate. The same answer however often */
  ZM_REQUEST_ISSUE_CANCEL,       /* serial: a prepared one that will never be signed */
  ZM_REQUEST_PAYLOAD_COMPOSE,    /* session, serial, pairingCode → payload (text) */
  ZM_REQUEST_CODE_HASH,          /* deviceId, code → hash (hex) */
  ZM_REQUEST_REVOKE,             /* serial, reason → revokedAt. Again is no error */
  ZM_REQUEST_CRL_ISSUE,          /* above? (a number that was published) → crl, number,
                                    nextUpdate */
  /* Administrator. */
  ZM_REQUEST_OPERATOR_ADD,       /* name, role, pin */
  ZM_REQUEST_OPERATOR_REMOVE,    /* name */
  ZM_REQUEST_LIMITS_SET,         /* windowDevices, windowMinutes, revocations, revocationMinutes: from
                                    where on it takes two persons */
  ZM_REQUEST_WINDOW_OPEN,        /* devices, minutes → until */
  ZM_REQUEST_WINDOW_CLOSE,
  ZM_REQUEST_POLICY_SET,         /* hospital, identityHost, serverUrl, crlUrl, origin (of
                                    checkpoints), deviceDays, nameConstraints (bool) */
  ZM_REQUEST_AUTHORITY_REQUESTS, /* → intermediate, station (CSRs) */
  ZM_REQUEST_AUTHORITY_INSTALL,  /* root, chain [..] (the CAs from the intermediate upwards),
                                    station (PEM) */
  ZM_REQUEST_CANARY_ISSUE,       /* csr → certificate, revoked in the same breath */
  ZM_REQUEST_SERVER_KEY_ADD,     /* keyId, mode */
  ZM_REQUEST_LOG_RESTART,        /* size, root (hex): from here on the audit log is this one,
                                    although it does not continue the last checkpoint */
  ZM_REQUEST_FACTORY_RECORD,     /* deviceId, keyId? → record (text, secret) */
  ZM_REQUEST_LEDGER_RECOVER,     /* as ledger-compare; the ledger takes in what it did not say
                                    → recovered (count of entries) */
} ZmRequestType;

/* What a row says about one request. */
const char *zm_request_name     (ZmRequestType   type);
ZmRole      zm_request_roles    (ZmRequestType   type); /* ZM_ROLE_NONE: no sign-in needed */

/* Parses and checks one request by the table; *token is borrowed from the object and NULL if
 * there is none. Checks "request.json", "request.name", "request.members". */
json_t     *zm_request_parse    (const void     *data,
                                 gsize           length,
                                 ZmRequestType  *type,
                                 const char    **token,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes members. */
GBytes     *zm_request_encode   (ZmRequestType   type,
                                 const char     *token,
                                 json_t         *members,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* Answers: takes result (an object), or carries error. */
GBytes     *zm_request_encode_result (json_t        *result);
GBytes     *zm_request_encode_error  (const GError  *failure);
/* The object under "ok", or the error that the answer carries. Check "answer.json". */
json_t     *zm_request_parse_answer  (const void    *data,
                                      gsize          length,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* "technician", "administrator", "auditor" */
const char *zm_request_role_name     (ZmRole         role);
gboolean    zm_request_role_parse    (const char    *name,
                                      ZmRole        *role);

G_END_DECLS
