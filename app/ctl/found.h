#pragma once

#include "app/ctl/command.h"

G_BEGIN_DECLS

/* Makes the station and its signer where there are none yet, with the first administrator, or opens
 * what is there; signed in either way. Secrets are asked for in this order: passphrase, PIN. desk
 * may be NULL. */
gboolean zm_found_prepare (ZmCommand   *command,
                              const char  *desk,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
