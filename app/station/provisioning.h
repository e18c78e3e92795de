#pragma once

#include "app/pki/csr.h"
#include "app/protocol/conversation.h"
#include "app/protocol/pairing.h"
#include "app/protocol/ticket.h"
#include "app/station/guard.h"
#include "app/station/lease.h"
#include "app/station/session.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"

G_BEGIN_DECLS

/* One provisioning at work, owned by its session and touched by its thread alone. The steps
 * (step-*.h) work on it in their order; what may not be lost is in record and so in the store, the
 * rest is made anew when a session is resumed. */
typedef struct {
  ZmStation       *station;
  char            *address;
  char            *ticket_text; /* what the operator brought: one of these two, */
  char            *typed_code;  /* or neither when a session is resumed by its id */
  char            *way;         /* how it came, for the audit log; NULL if nobody said */

  ZmLease         *tether_lease; /* both while running */
  ZmLease         *device_lease;
  ZmSession       *session;     /* borrowed while running */
  GCancellable    *cancellable; /* borrowed while running */
  ZmConversation  *conversation;

  char            *session_id;
  ZmTicket        *ticket;      /* NULL without a scanned ticket */
  char            *ticket_key_hash; /* hex */
  char            *code;        /* the ticket's or the typed one */
  gint64           code_id;
  char            *device_id;   /* from here to device_serial: what the tether says */
  char            *key_hash;    /* hex */
  char            *port;
  char            *device_serial; /* of the certificate that the device uses now, or NULL */
  ZmInstant        device_time; /* when it was told: zm_provisioning_get_device_time() */
  gint64           device_time_at; /* monotonic µs */
  ZmPairing        pairing;     /* of this link; device_id borrowed from above */
  ZmDeviceRecord  *device;      /* the registry's */
  ZmSessionPurpose purpose;
  ZmSessionRecord *record;      /* the stored session, NULL before it is paired */
  gboolean         joined;      /* the device on the cable has proved that the record is its own */
  ZmCsr           *csr;
  char            *csr_names;   /* its CN, or what stands in its place */
  ZmGuardFacts     facts;       /* strings borrowed from the above */
} ZmProvisioning;

ZmProvisioning *zm_provisioning_new         (ZmStation        *station,
                                             const char       *address,
                                             const char       *ticket,
                                             const char       *code);
ZmProvisioning *zm_provisioning_new_resumed (ZmStation        *station,
                                             const char       *session_id,
                                             const char       *address,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void            zm_provisioning_free        (ZmProvisioning   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmProvisioning, zm_provisioning_free)

gboolean        zm_provisioning_run         (ZmProvisioning   *self,
                                             ZmSession        *session,
                                             GCancellable     *cancellable,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the steps. */

/* Moves the stored session to state inside the caller's transaction, with its audit record
 * "session.<state>"; detail is taken and may be NULL. */
gboolean        zm_provisioning_advance     (ZmProvisioning   *self,
                                             ZmSessionState    state,
                                             json_t           *detail,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* One audit record of this session in a transaction of the caller or its own. */
gboolean        zm_provisioning_record      (ZmProvisioning   *self,
                                             const char       *action,
                                             ZmAuditOutcome    outcome,
                                             json_t           *detail,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tells the watchers that the stored state is a new one. */
void            zm_provisioning_announce    (ZmProvisioning   *self);
/* Shows the guard's ticks as the facts stand now. */
void            zm_provisioning_show_guard  (ZmProvisioning   *self);

/* What the device says its clock shows; FALSE for what is no time. */
gboolean        zm_provisioning_take_device_time (ZmProvisioning  *self,
                                                  const char      *text) G_GNUC_WARN_UNUSED_RESULT;
/* What it shows by now, as long as it goes on since it was told. */
ZmInstant       zm_provisioning_get_device_time  (ZmProvisioning  *self);

G_END_DECLS
