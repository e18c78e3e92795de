#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What is wrong with this station, and what to do about it: looked at from all sides, changing
 * nothing. */

typedef enum {
  ZM_HEALTH_OK,
  ZM_HEALTH_WARNING, /* goes on for now */
  ZM_HEALTH_PROBLEM, /* something is wrong that must be mended */
} ZmHealthSeverity;

typedef struct {
  char             *check;    /* as of errors; what is well has the name it would fail by */
  ZmHealthSeverity  severity;
  char             *title;    /* what was looked at, for people */
  char             *seen;     /* hostile text; may be NULL, as may expected */
  char             *expected;
  const char       *remedy;   /* NULL where all is well */
} ZmHealthFinding;

/* Elements ZmHealthFinding, always in the same order. station: NULL with the failure if it could
 * not be opened; then only what the directory shows is judged. NULL where it was cancelled (may be
 * NULL), at once unless the signer is being waited for. */
GPtrArray        *zm_health_check         (const char        *directory,
                                           ZmStation         *station,
                                           const GError      *failure,
                                           GCancellable      *cancellable);
/* Puts on record that somebody stopped it, and notifies "audit". */
gboolean          zm_health_note_stopped  (ZmStation         *station,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* The worst of them. */
ZmHealthSeverity  zm_health_judge         (GPtrArray         *findings);
/* "ok", "warning", "problem" */
const char       *zm_health_severity_name (ZmHealthSeverity   severity);

/* Of a validity that began and ends then: a warning from three quarters, a problem from nine
 * tenths of it on. percent may be NULL. */
ZmHealthSeverity  zm_health_judge_expiry  (ZmInstant          begin,
                                           ZmInstant          end,
                                           ZmInstant          now,
                                           guint             *percent);

G_END_DECLS
