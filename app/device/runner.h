#pragma once

#include "app/device/dialogue.h"

G_BEGIN_DECLS

/* A device that is on: shows a ticket, waits for a station, talks with it, and so on. */

typedef struct {
  const char *tether; /* see app/device/tether.h */
  const char *code;   /* issued by the registry, or NULL */
  gboolean    once;   /* ends after one closed connection */
} ZmRunnerOptions;

/* Until context's cancellable says so, or after one connection. TRUE if that was the end that was
 * asked for, and with once if nobody refused anything. Sets check "tether.address" or those of
 * what it uses. */
gboolean zm_runner_run (const ZmDialogueContext  *context,
                        const ZmRunnerOptions    *options,
                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
