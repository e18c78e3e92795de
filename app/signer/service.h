#pragma once

#include "app/signer/options.h"

G_BEGIN_DECLS

/* The program's course: secrets in, files open, rights given up, then requests until the end. */

/* Exit status for an error; see server.h. */
int      zm_service_exit_status (const GError     *error);
/* Serves a station's socket. Tells on the ready descriptor how the start went. */
gboolean zm_service_run         (const ZmOptions  *options,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
