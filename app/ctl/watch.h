#pragma once

#include "app/ctl/command.h"
#include "app/station/session.h"
#include "app/station/simulated-device.h"

G_BEGIN_DECLS

/* Runs a session to its end on a main loop: tells each step as it happens, answers the questions
 * from what the command line said or asks on the terminal, and fills the result. */

typedef struct {
  int                number_fd;     /* the number that the device shows comes from there; -1: ask */
  ZmSimulatedDevice *device;        /* in training: its screen is what the number is compared with */
  const char        *label;         /* of a device that the registry does not know; NULL: ask */
  gboolean           yes_issue;     /* without asking, once the judgement accepts the request */
  gboolean           yes_rekey;
  gboolean           yes_take_over;
  gboolean           set_clock;
} ZmWatchAnswers;

gboolean zm_watch_run (ZmCommand             *command,
                       ZmSession             *session,
                       const ZmWatchAnswers  *answers,
                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
