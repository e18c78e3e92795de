#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

#define ZM_PASSPHRASE_MAX 1024 /* bytes */

/* One line from a descriptor, without its line feed; what follows it stays unread, so that two
 * secrets can come through one descriptor. Sets check "passphrase.read". */
ZmSecret *zm_passphrase_read   (int          fd,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks on the controlling terminal with echo off; with no terminal, check "passphrase.terminal"
 * tells to use a descriptor. */
ZmSecret *zm_passphrase_prompt (const char  *question,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
