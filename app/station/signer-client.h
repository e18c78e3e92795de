#pragma once

#include "app/base/secret.h"
#include "app/protocol/request.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The station's side of the signer's socket. Calls block (a request's time-out is 30 s) and may
 * come from any thread; one is on its way at a time. The sign-in token is kept here and nowhere
 * else. */
typedef struct _ZmSignerClient ZmSignerClient;

/* Connects to DIR/signer.socket. "signer.absent" if nobody listens there. */
ZmSignerClient *zm_signer_client_connect    (const char       *station_directory,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Starts a signer of this user, which ends with this process, and connects to it. */
ZmSignerClient *zm_signer_client_start      (const char       *station_directory,
                                             const ZmSecret   *passphrase,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the keys, the ledger and the first administrator of a new station, then as above. */
ZmSignerClient *zm_signer_client_create     (const char       *station_directory,
                                             const ZmSecret   *passphrase,
                                             const char       *administrator,
                                             const ZmSecret   *pin,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Signs out, and ends the signer if it was started here. */
void            zm_signer_client_free       (ZmSignerClient   *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSignerClient, zm_signer_client_free)

/* Takes members (NULL: none). Returns the answer's object, or the signer's refusal as it was
 * made; "signer.gone" or "signer.timeout" if there is no answer. */
json_t         *zm_signer_client_call       (ZmSignerClient   *client,
                                             ZmRequestType     type,
                                             json_t           *members,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whoever was signed in before is so no longer. */
gboolean        zm_signer_client_sign_in    (ZmSignerClient   *client,
                                             const char       *operator_name,
                                             const ZmSecret   *pin,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void            zm_signer_client_sign_out   (ZmSignerClient   *client);
/* Who is signed in: NULL and ZM_ROLE_NONE if nobody is. The name is newly allocated. */
char           *zm_signer_client_dup_operator (ZmSignerClient *client);
ZmRole          zm_signer_client_get_role   (ZmSignerClient   *client);
/* Whether somebody is signed in, in one of these roles (bits). Sets check "role.denied". */
gboolean        zm_signer_client_check_role (ZmSignerClient   *client,
                                             ZmRole            roles,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
