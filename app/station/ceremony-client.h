#pragma once

#include "app/base/json.h"
#include "app/base/secret.h"

G_BEGIN_DECLS

/* The station's side of a root ceremony: a short-lived zmonitor-signer that works on a folder of
 * removable media, one JSON object a line. What it is asked and answers is documented in
 * app/signer/ceremony.h. One thread at a time. */
typedef struct _ZmCeremonyClient ZmCeremonyClient;

ZmCeremonyClient *zm_ceremony_client_start (const char        *media_directory,
                                            const ZmSecret    *root_passphrase,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the process, and with it the root key's stay in memory. */
void              zm_ceremony_client_free  (ZmCeremonyClient  *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCeremonyClient, zm_ceremony_client_free)

/* Takes members (NULL: none). The answer's object, or the ceremony's refusal as it was made;
 * "ceremony.gone" or "ceremony.timeout" if there is no answer. */
json_t           *zm_ceremony_client_call  (ZmCeremonyClient  *client,
                                            const char        *request,
                                            json_t            *members,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
