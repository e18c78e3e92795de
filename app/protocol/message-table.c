#include "app/protocol/message-table.h"

#include "app/pki/csr.h"
#include "app/protocol/failure.h"
#include "app/protocol/pairing.h"
#include "app/protocol/ticket.h"
#include "usb/frame.h"

#define FROM_STATION (1 << ZM_SENDER_STATION)
#define FROM_DEVICE  (1 << ZM_SENDER_DEVICE)
#define GREETING     (1 << ZM_PHASE_GREETING)
#define COMMITTED    (1 << ZM_PHASE_COMMITTED)
#define PAIRED       (1 << ZM_PHASE_PAIRED)
#define REQUESTED    (1 << ZM_PHASE_REQUESTED)
#define ALWAYS       (GREETING | COMMITTED | PAIRED | REQUESTED)

#define CRLS_MAX      8            /* the root's and one of each CA below it, with room */
#define CRL_MAX       (184 * 1024) /* bytes; base64 of it still fits into a frame */
#define SIGNATURE_MAX 384          /* bytes: RSA 3072 */
#define RECEIPT_MAX   16384        /* bytes of text */
#define IDENTIFY_MAX  30           /* s */
#define TEXT_MAX      128          /* bytes: model, serial number, firmware */

#define TIME(n)     { .name = (n), .kind = ZM_MEMBER_TIME }
#define BYTES(n, l) { .name = (n), .kind = ZM_MEMBER_HEX, .min = (l), .max = (l) }
#define TEXT(n, l)  { .name = (n), .kind = ZM_MEMBER_TEXT, .optional = TRUE, .max = (l) }
#define OUTCOME     { .name = "outcome", .kind = ZM_MEMBER_CHOICE, \
                      .choices = { "success", "failure", "unknown" } }
#define PROTOCOL    { .name = "protocol", .kind = ZM_MEMBER_INTEGER, .min = 1, .max = 65535 }
/* A check's name goes into the audit log as it stands, so no peer may make it up freely. */
#define CHECK       .name = "check", .kind = ZM_MEMBER_CHECK, .min = 1, .max = ZM_FAILURE_CHECK_MAX
/* What went wrong, beside an outcome. */
#define FAILURE \
  { CHECK, .optional = TRUE }, \
  TEXT ("message", ZM_FAILURE_TEXT_MAX), \
  TEXT ("seen", ZM_FAILURE_TEXT_MAX), \
  TEXT ("expected", ZM_FAILURE_TEXT_MAX)

static const ZmMessageRow rows[] = {
  [ZM_MESSAGE_HELLO] = {
    "hello", FROM_STATION, GREETING, ZM_MESSAGE_STAYS,
    {
      PROTOCOL,
      BYTES ("commitment", ZM_SHA256_LENGTH),
      { .name = "session", .kind = ZM_MEMBER_SESSION },
    },
  },
  [ZM_MESSAGE_IDENTITY] = {
    "identity", FROM_DEVICE, GREETING, ZM_PHASE_COMMITTED,
    {
      PROTOCOL,
      { .name = "deviceId", .kind = ZM_MEMBER_DEVICE_ID },
      BYTES ("keyHash", ZM_SHA256_LENGTH),
      BYTES ("deviceNonce", ZM_PAIRING_NONCE_LENGTH),
      BYTES ("ticketNonce", ZM_TICKET_NONCE_LENGTH),
      TIME ("time"),
      { .name = "state", .kind = ZM_MEMBER_CHOICE, .choices = { "new", "active" } },
      TEXT ("certificateSerial", 2 * 20),
      TEXT ("model", TEXT_MAX),
      TEXT ("serialNumber", TEXT_MAX),
      TEXT ("firmware", TEXT_MAX),
    },
  },
  [ZM_MESSAGE_REVEAL] = {
    "reveal", FROM_STATION, COMMITTED, ZM_MESSAGE_STAYS,
    { BYTES ("stationNonce", ZM_PAIRING_NONCE_LENGTH) },
  },
  [ZM_MESSAGE_CODE_PROOF] = {
    "code-proof", FROM_DEVICE, COMMITTED, ZM_PHASE_PAIRED,
    { BYTES ("proof", ZM_SHA256_LENGTH) },
  },
  [ZM_MESSAGE_REQUEST_CSR] = {
    "request-csr", FROM_STATION, PAIRED, ZM_MESSAGE_STAYS,
    { { .name = NULL } },
  },
  /* Far longer than a request may be: that it is too large is the request's own check. */
  [ZM_MESSAGE_CSR] = {
    "csr", FROM_DEVICE, PAIRED, ZM_PHASE_REQUESTED,
    {
      { .name = "csr", .kind = ZM_MEMBER_BASE64, .min = 1, .max = 16 * ZM_CSR_MAX },
      { .name = "possession", .kind = ZM_MEMBER_BASE64, .min = 1, .max = SIGNATURE_MAX },
    },
  },
  [ZM_MESSAGE_SET_CLOCK] = {
    "set-clock", FROM_STATION, PAIRED | REQUESTED, ZM_MESSAGE_STAYS,
    { TIME ("time") },
  },
  [ZM_MESSAGE_CLOCK] = {
    "clock", FROM_DEVICE, PAIRED | REQUESTED, ZM_MESSAGE_STAYS,
    { TIME ("time"), OUTCOME },
  },
  [ZM_MESSAGE_CRLS] = {
    "crls", FROM_STATION, REQUESTED, ZM_MESSAGE_STAYS,
    {
      { .name = "crls", .kind = ZM_MEMBER_BASE64, .min = 1, .max = CRL_MAX,
        .array_max = CRLS_MAX },
    },
  },
  [ZM_MESSAGE_CRLS_STORED] = {
    "crls-stored", FROM_DEVICE, REQUESTED, ZM_MESSAGE_STAYS,
    { { .name = "count", .kind = ZM_MEMBER_INTEGER, .max = CRLS_MAX } },
  },
  /* As long as a frame lets it be: that a payload is too large is the payload's own check. */
  [ZM_MESSAGE_INSTALL] = {
    "install", FROM_STATION, REQUESTED, ZM_MESSAGE_STAYS,
    {
      { .name = "payload", .kind = ZM_MEMBER_TEXT, .min = 1, .max = ZM_FRAME_BODY_MAX },
      BYTES ("testNonce", ZM_PAIRING_NONCE_LENGTH),
    },
  },
  [ZM_MESSAGE_TEST] = {
    "test", FROM_STATION, REQUESTED, ZM_MESSAGE_STAYS,
    { BYTES ("testNonce", ZM_PAIRING_NONCE_LENGTH) },
  },
  [ZM_MESSAGE_STEP] = {
    "step", FROM_DEVICE, REQUESTED, ZM_MESSAGE_STAYS,
    {
      { .name = "step", .kind = ZM_MEMBER_INTEGER, .min = 1, .max = 6 },
      { .name = "name", .kind = ZM_MEMBER_CHOICE,
        .choices = { "signatures", "window-and-identity", "files", "configuration", "mutual-tls",
                     "audit" } },
      OUTCOME,
      FAILURE,
    },
  },
  [ZM_MESSAGE_TESTED] = {
    "tested", FROM_DEVICE, REQUESTED, ZM_MESSAGE_STAYS,
    {
      OUTCOME,
      BYTES ("nonce", ZM_PAIRING_NONCE_LENGTH),
      { .name = "status", .kind = ZM_MEMBER_INTEGER, .optional = TRUE, .min = 100, .max = 599 },
      TEXT ("serial", 2 * 20),
      TEXT ("tlsVersion", 16),
      TEXT ("receipt", RECEIPT_MAX),
      { .name = "via", .kind = ZM_MEMBER_CHOICE, .optional = TRUE,
        .choices = { "network", "tether" } },
      TEXT ("cipher", 64),
      TEXT ("serverSha256", 2 * ZM_SHA256_LENGTH),
      { .name = "crlUpdate", .kind = ZM_MEMBER_TIME, .optional = TRUE },
      TEXT ("wrongName", ZM_FAILURE_CHECK_MAX),
      FAILURE,
    },
  },
  [ZM_MESSAGE_INSTALLED] = {
    "installed", FROM_DEVICE, REQUESTED, ZM_MESSAGE_STAYS,
    { OUTCOME, TEXT ("serial", 2 * 20), FAILURE },
  },
  [ZM_MESSAGE_IDENTIFY] = {
    "identify", FROM_STATION, GREETING, ZM_MESSAGE_STAYS,
    { { .name = "seconds", .kind = ZM_MEMBER_INTEGER, .min = 1, .max = IDENTIFY_MAX } },
  },
  [ZM_MESSAGE_IDENTIFIED] = {
    "identified", FROM_DEVICE, GREETING, ZM_MESSAGE_STAYS,
    { OUTCOME, FAILURE },
  },
  [ZM_MESSAGE_ERROR] = {
    "error", ZM_MESSAGE_EITHER, ALWAYS, ZM_PHASE_CLOSED,
    {
      { .name = "code", .kind = ZM_MEMBER_TEXT, .min = 1, .max = ZM_FAILURE_CHECK_MAX },
      { CHECK },
      { .name = "message", .kind = ZM_MEMBER_TEXT, .max = ZM_FAILURE_TEXT_MAX },
      TEXT ("seen", ZM_FAILURE_TEXT_MAX),
      TEXT ("expected", ZM_FAILURE_TEXT_MAX),
    },
  },
  [ZM_MESSAGE_BYE] = {
    "bye", ZM_MESSAGE_EITHER, ALWAYS, ZM_PHASE_CLOSED,
    { { .name = NULL } },
  },
};

const ZmMessageRow *
zm_message_table_get (ZmMessageType type)
{
  return (gsize) type < G_N_ELEMENTS (rows) ? &rows[type] : NULL;
}

gboolean
zm_message_table_find (const char    *name,
                       ZmMessageType *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (g_strcmp0 (name, rows[i].name) == 0)
        {
          *type = (ZmMessageType) i;
          return TRUE;
        }
    }

  return FALSE;
}
