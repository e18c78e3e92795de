#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* One line from a descriptor, or, where fd is -1, what a person types on the terminal; a new secret
 * is typed twice. Checks "passphrase.read", "passphrase.terminal", "passphrase.repeat". */
ZmSecret *zm_secret_entry_read (int          fd,
                                const char  *question,
                                gboolean     is_new,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
