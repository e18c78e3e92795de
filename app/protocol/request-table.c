#include "app/protocol/request-table.h"

#include "app/base/device-id.h"
#include "app/base/passphrase.h"
#include "app/pki/certificate.h"
#include "app/pki/csr.h"
#include "app/protocol/ticket.h"

#define ANYONE   ZM_ROLE_NONE
#define OPERATOR (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR)
#define ADMIN    ZM_ROLE_ADMINISTRATOR
#define EVERYONE (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR | ZM_ROLE_AUDITOR)

#define NAME_MAX_BYTES  256                         /* of 64 Unicode characters */
#define LABEL_MAX_BYTES (4 * ZM_DEVICE_LABEL_MAX)
#define URL_MAX         2048                        /* bytes */
#define HOST_MAX        253                         /* bytes, RFC 1035 section 2.3.4 */
#define PEM_MAX         (ZM_CERTIFICATE_MAX * 3 / 2) /* bytes of text */
#define PROOF_MAX       64                          /* hashes: a log of 2^63 records */
#define CRL_MAX         (128 * 1024)                /* bytes: what a request has room for */
#define NOTE_MAX        16384                       /* bytes, of a signed note */
#define REASON_MAX      32                          /* bytes */
#define ACTION_MAX      32                          /* bytes */
#define DAYS_MAX        3650
#define WINDOW_DEVICES  10000
#define WINDOW_MINUTES  (7 * 24 * 60)
#define REVOCATIONS_MAX 10000
#define LOG_MAX         (G_GINT64_CONSTANT (1) << 53) /* records */
#define CRL_NUMBER_MAX  (G_GINT64_CONSTANT (1) << 53)

#define TEXT(n, l)      { .name = (n), .kind = ZM_MEMBER_TEXT, .min = 1, .max = (l) }
#define NUMBER(n, a, b) { .name = (n), .kind = ZM_MEMBER_INTEGER, .min = (a), .max = (b) }
#define DER(n, l)       { .name = (n), .kind = ZM_MEMBER_BASE64, .min = 1, .max = (l) }
#define HASH(n)         { .name = (n), .kind = ZM_MEMBER_HEX, .min = ZM_SHA256_LENGTH, \
                          .max = ZM_SHA256_LENGTH }
#define SERIAL          { .name = "serial", .kind = ZM_MEMBER_SERIAL }
#define SESSION         { .name = "session", .kind = ZM_MEMBER_SESSION }
#define DEVICE_ID       { .name = "deviceId", .kind = ZM_MEMBER_DEVICE_ID }
#define LABEL           TEXT ("deviceLabel", LABEL_MAX_BYTES)
#define CSR             DER ("csr", ZM_CSR_MAX)
#define EVIDENCE { \
    { .name = "crl", .kind = ZM_MEMBER_BASE64, .min = 1, .max = CRL_MAX, .optional = TRUE }, \
    { .name = "checkpoint", .kind = ZM_MEMBER_TEXT, .min = 1, .max = NOTE_MAX, \
      .optional = TRUE }, \
    { .name = "certificate", .kind = ZM_MEMBER_BASE64, .min = 1, .max = ZM_CERTIFICATE_MAX, \
      .optional = TRUE }, \
}
#define NOTHING         { { .name = NULL } }

static const ZmRequestRow rows[] = {
  [ZM_REQUEST_STATUS] = { "status", ANYONE, NOTHING },
  [ZM_REQUEST_AUTHORITY_SHOW] = { "authority-show", ANYONE, NOTHING },
  [ZM_REQUEST_LEDGER_COMPARE] = { "ledger-compare", ANYONE, EVIDENCE },
  [ZM_REQUEST_SIGN_IN] = {
    "sign-in", ANYONE,
    { TEXT ("operator", NAME_MAX_BYTES), TEXT ("pin", ZM_PASSPHRASE_MAX) },
  },
  [ZM_REQUEST_SIGN_OUT] = { "sign-out", EVERYONE, NOTHING },
  [ZM_REQUEST_OPERATOR_LIST] = { "operator-list", EVERYONE, NOTHING },
  [ZM_REQUEST_ISSUED_LIST] = {
    "issued-list", EVERYONE,
    { NUMBER ("from", 0, G_MAXINT32) },
  },
  [ZM_REQUEST_OPERATOR_PIN] = {
    "operator-pin", EVERYONE,
    {
      TEXT ("name", NAME_MAX_BYTES),
      TEXT ("pin", ZM_PASSPHRASE_MAX),
      { .name = "current", .kind = ZM_MEMBER_TEXT, .min = 1, .max = ZM_PASSPHRASE_MAX,
        .optional = TRUE },
    },
  },
  [ZM_REQUEST_APPROVE] = {
    "approve", OPERATOR,
    {
      TEXT ("action", ACTION_MAX),
      HASH ("digest"),
      TEXT ("operator", NAME_MAX_BYTES),
      TEXT ("pin", ZM_PASSPHRASE_MAX),
    },
  },
  [ZM_REQUEST_DEVICE_RETIRE] = { "device-retire", OPERATOR, { DEVICE_ID } },
  [ZM_REQUEST_CHECKPOINT_SIGN] = {
    "checkpoint-sign", OPERATOR,
    {
      NUMBER ("size", 0, LOG_MAX),
      HASH ("root"),
      { .name = "proof", .kind = ZM_MEMBER_HEX, .min = ZM_SHA256_LENGTH, .max = ZM_SHA256_LENGTH,
        .array_max = PROOF_MAX },
    },
  },
  [ZM_REQUEST_JUDGE] = { "judge", OPERATOR, { CSR, DEVICE_ID, LABEL } },
  [ZM_REQUEST_ISSUE_PREPARE] = {
    "issue-prepare", OPERATOR,
    { CSR, DEVICE_ID, LABEL, SESSION },
  },
  [ZM_REQUEST_ISSUE_SIGN] = { "issue-sign", OPERATOR, { DER ("tbs", ZM_CERTIFICATE_MAX) } },
  [ZM_REQUEST_ISSUE_CANCEL] = { "issue-cancel", OPERATOR, { SERIAL } },
  /* A renewal has no code. */
  [ZM_REQUEST_PAYLOAD_COMPOSE] = {
    "payload-compose", OPERATOR,
    {
      SESSION,
      SERIAL,
      { .name = "pairingCode", .kind = ZM_MEMBER_TEXT, .max = ZM_PAIRING_CODE_LENGTH },
    },
  },
  [ZM_REQUEST_CODE_HASH] = {
    "code-hash", OPERATOR,
    {
      DEVICE_ID,
      { .name = "code", .kind = ZM_MEMBER_TEXT, .min = ZM_PAIRING_CODE_LENGTH,
        .max = ZM_PAIRING_CODE_LENGTH },
    },
  },
  [ZM_REQUEST_REVOKE] = { "revoke", OPERATOR, { SERIAL, TEXT ("reason", REASON_MAX) } },
  [ZM_REQUEST_CRL_ISSUE] = {
    "crl-issue", OPERATOR,
    {
      { .name = "above", .kind = ZM_MEMBER_INTEGER, .min = 0, .max = CRL_NUMBER_MAX,
        .optional = TRUE },
    },
  },
  [ZM_REQUEST_OPERATOR_ADD] = {
    "operator-add", ADMIN,
    {
      TEXT ("name", NAME_MAX_BYTES),
      { .name = "role", .kind = ZM_MEMBER_CHOICE,
        .choices = { "technician", "administrator", "auditor" } },
      TEXT ("pin", ZM_PASSPHRASE_MAX),
    },
  },
  [ZM_REQUEST_OPERATOR_REMOVE] = { "operator-remove", ADMIN, { TEXT ("name", NAME_MAX_BYTES) } },
  [ZM_REQUEST_LIMITS_SET] = {
    "limits-set", ADMIN,
    {
      NUMBER ("windowDevices", 1, WINDOW_DEVICES),
      NUMBER ("windowMinutes", 1, WINDOW_MINUTES),
      NUMBER ("revocations", 1, REVOCATIONS_MAX),
      NUMBER ("revocationMinutes", 1, WINDOW_MINUTES),
    },
  },
  [ZM_REQUEST_WINDOW_OPEN] = {
    "window-open", ADMIN,
    { NUMBER ("devices", 1, WINDOW_DEVICES), NUMBER ("minutes", 1, WINDOW_MINUTES) },
  },
  [ZM_REQUEST_WINDOW_CLOSE] = { "window-close", ADMIN, NOTHING },
  [ZM_REQUEST_POLICY_SET] = {
    "policy-set", ADMIN,
    {
      TEXT ("hospital", LABEL_MAX_BYTES),
      TEXT ("identityHost", HOST_MAX),
      TEXT ("serverUrl", URL_MAX),
      TEXT ("crlUrl", URL_MAX),
      TEXT ("origin", HOST_MAX),
      NUMBER ("deviceDays", 1, DAYS_MAX),
      { .name = "nameConstraints", .kind = ZM_MEMBER_BOOLEAN },
    },
  },
  [ZM_REQUEST_AUTHORITY_REQUESTS] = { "authority-requests", ADMIN, NOTHING },
  [ZM_REQUEST_AUTHORITY_INSTALL] = {
    "authority-install", ADMIN,
    {
      TEXT ("root", PEM_MAX),
      { .name = "chain", .kind = ZM_MEMBER_TEXT, .min = 1, .max = PEM_MAX, .array_max = 3 },
      TEXT ("station", PEM_MAX),
    },
  },
  [ZM_REQUEST_CANARY_ISSUE] = { "canary-issue", ADMIN, { CSR } },
  [ZM_REQUEST_SERVER_KEY_ADD] = {
    "server-key-add", ADMIN,
    {
      { .name = "keyId", .kind = ZM_MEMBER_DEVICE_ID },
      { .name = "mode", .kind = ZM_MEMBER_CHOICE, .choices = { "derived", "shared" } },
    },
  },
  [ZM_REQUEST_LOG_RESTART] = {
    "log-restart", ADMIN,
    { NUMBER ("size", 1, LOG_MAX), HASH ("root") },
  },
  [ZM_REQUEST_FACTORY_RECORD] = {
    "factory-record", ADMIN,
    { DEVICE_ID, { .name = "keyId", .kind = ZM_MEMBER_DEVICE_ID, .optional = TRUE } },
  },
  [ZM_REQUEST_LEDGER_RECOVER] = { "ledger-recover", ADMIN, EVIDENCE },
};

const ZmRequestRow *
zm_request_table_get (ZmRequestType type)
{
  return (gsize) type < G_N_ELEMENTS (rows) ? &rows[type] : NULL;
}

gboolean
zm_request_table_find (const char    *name,
                       ZmRequestType *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (g_strcmp0 (name, rows[i].name) == 0)
        {
          *type = (ZmRequestType) i;
          return TRUE;
        }
    }

  return FALSE;
}
