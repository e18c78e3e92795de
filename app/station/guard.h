#pragma once

#include "app/station/tick.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The wrong-device guard (design section 6): facts that must agree before anything is signed,
 * judged together so that a mismatch can name the odd one out. Pure: facts in, ticks out. */
typedef struct {
  const char *ticket_device_id;  /* NULL: no ticket was scanned (USB only) */
  const char *ticket_key_hash;   /* hex; NULL likewise */
  const char *tether_device_id;
  const char *tether_key_hash;   /* hex */
  const char *record_device_id;  /* the registry's; NULL: unknown there */
  const char *csr_common_name;   /* NULL: not yet seen */
  const char *csr_key_hash;      /* hex */
  gint        nonce_echoed;      /* of these: -1 not yet known, 0 no, 1 yes */
  gint        code_proved;
  gint        possession_proved;
  gint        number_confirmed;
} ZmGuardFacts;

/* Elements ZmTick, always the same rows in the same order: "ticket-device", "tether-device",
 * "registry-record", "csr-cn", "ticket-nonce", "ticket-key", "code", "possession", "number". */
GPtrArray *zm_guard_judge  (const ZmGuardFacts  *facts);
/* TRUE if no row is bad or pending (rows of a ticket that was not scanned do not count). The error
 * is ZM_ERROR_REFUSED with check "guard.<row>" and a message that names the odd one out. */
gboolean   zm_guard_accept (const ZmGuardFacts  *facts,
                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
