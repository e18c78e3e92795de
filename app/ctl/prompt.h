#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Questions on the controlling terminal, which standard input and output may have been taken away
 * from. For secrets there is app/base/passphrase.h. */

/* One line without its line feed; check "passphrase.terminal" if there is no terminal. */
char     *zm_prompt_ask     (const char  *question,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Anything but a clear yes is a no. */
gboolean  zm_prompt_confirm (const char  *question,
                             gboolean    *yes,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
