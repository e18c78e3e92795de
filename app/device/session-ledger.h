#pragma once

#include "app/device/device-state.h"

G_BEGIN_DECLS

/* The sessions whose payload this device has installed: a payload that comes again is a replay.
 * The newest 64 are kept; an older one is refused by its install window. */
typedef struct _ZmSessionLedger ZmSessionLedger;

/* Sets check "sessions.state". */
ZmSessionLedger *zm_session_ledger_load (const ZmDeviceState    *state,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void             zm_session_ledger_free (ZmSessionLedger        *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSessionLedger, zm_session_ledger_free)

/* session NULL is in no ledger. */
gboolean         zm_session_ledger_has  (const ZmSessionLedger  *ledger,
                                         const char             *session);
/* Durable; again, or NULL, is no error. */
gboolean         zm_session_ledger_add  (ZmSessionLedger        *ledger,
                                         const char             *session,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of an installation that was taken back; written even where the session is not known to stand
 * there. */
gboolean         zm_session_ledger_remove (ZmSessionLedger      *ledger,
                                           const char           *session,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
