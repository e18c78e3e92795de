#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The stored state machine of design section 10. The names are what stands in the database and in
 * the audit log. */
typedef enum {
  ZM_SESSION_PAIRED,    /* the device proved that it knows the code */
  ZM_SESSION_REQUESTED, /* its CSR and its possession of the key are on record, the code is used */
  ZM_SESSION_APPROVED,  /* every tick of the guard, the judgement and the person agree */
  ZM_SESSION_ISSUED,    /* the certificate is stored */
  ZM_SESSION_DELIVERED, /* the payload was handed to the device */
  ZM_SESSION_INSTALLED, /* the device reported its files and configuration in place */
  ZM_SESSION_VERIFIED,  /* the mutual-TLS test succeeded: the end */
  ZM_SESSION_FAILED,    /* a check refused: the end; a certificate that was issued is revoked */
  ZM_SESSION_ABANDONED, /* a person gave up: the end; a certificate that was issued is revoked */
} ZmSessionState;

#define ZM_TYPE_SESSION_STATE (zm_session_state_get_type ())
GType       zm_session_state_get_type   (void);

/* "paired", "requested", … */
const char *zm_session_state_name       (ZmSessionState   state);
gboolean    zm_session_state_parse      (const char      *name,
                                         ZmSessionState  *state);
/* Whether the one may follow the other. */
gboolean    zm_session_state_may_follow (ZmSessionState   from,
                                         ZmSessionState   to);
/* Nothing follows it. */
gboolean    zm_session_state_is_end     (ZmSessionState   state);
/* A certificate of this session exists. */
gboolean    zm_session_state_has_certificate (ZmSessionState state);

G_END_DECLS
