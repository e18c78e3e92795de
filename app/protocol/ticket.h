#pragma once

#include "app/pki/digest.h"

#include <glib.h>

G_BEGIN_DECLS

#define ZM_TICKET_MAX          192 /* bytes of text */
#define ZM_TICKET_NONCE_LENGTH 10  /* bytes */
#define ZM_PAIRING_CODE_LENGTH 9   /* "ABCD-1234" */

/* The text in the QR on a device's screen (design section 6): a pointer to a device and a
 * commitment to its key, never authority. */
typedef struct {
  char   *device_id;
  char    pairing_code[ZM_PAIRING_CODE_LENGTH + 1];
  guint8  key_hash[ZM_SHA256_LENGTH];
  guint8  nonce[ZM_TICKET_NONCE_LENGTH];
} ZmTicket;

/* text need not be terminated. Exactly the one spelling; sets check "ticket.form",
 * "ticket.version", "ticket.device-id", "ticket.code", "ticket.key-hash" or "ticket.nonce". The
 * error never repeats the code. */
ZmTicket *zm_ticket_parse      (const char      *text,
                                gsize            length,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char     *zm_ticket_format     (const ZmTicket  *ticket);
void      zm_ticket_free       (ZmTicket        *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTicket, zm_ticket_free)

/* A code as a person types it: any case, spaces, any dash or none. NULL if it is no code; sets
 * check "code.form", which costs no attempt. */
char     *zm_ticket_parse_code (const char      *typed,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
