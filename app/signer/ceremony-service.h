#pragma once

#include "app/signer/options.h"

G_BEGIN_DECLS

/* A ceremony's course: the passphrase in, the media open, rights given up, then a line of answer
 * for each line of request until standard input ends. What cannot be served at all is answered as
 * well, once. */
gboolean zm_ceremony_service_run (const ZmOptions  *options,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
