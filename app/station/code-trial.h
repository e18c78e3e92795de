#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* One use of a pairing code, judged by the rules that code-desk.h states. All borrowed. */
typedef struct {
  ZmStation  *station;
  const char *device_id;
  const char *port;
  const char *session_id; /* or NULL */
  const char *hash;       /* all that is kept of the code; NULL where it is not at hand */
  ZmInstant   now;
} ZmCodeTrial;

/* Whether this device at this port may try now; sets check "code.delay". */
gboolean    zm_code_trial_check_delay (const ZmCodeTrial  *trial,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside the caller's transaction. TRUE with *check NULL: admitted as *code_id. TRUE with a check:
 * refused, which is on record. */
gboolean    zm_code_trial_judge       (const ZmCodeTrial  *trial,
                                       gint64             *code_id,
                                       const char        **check,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside the caller's transaction: the device's proof was wrong for what was admitted as code_id.
 * Gives the check of the refusal, which is on record; NULL with the error set. */
const char *zm_code_trial_disprove    (const ZmCodeTrial  *trial,
                                       gint64              code_id,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the person is told of a check that one of the two gave. */
void        zm_code_trial_set_refusal (const char         *check,
                                       GError            **error);

G_END_DECLS
