#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* What came of the devices that a person worked with in this shift, as the audit log and the store
 * have it. Each device is counted once, as its last session ended. */
typedef struct {
  ZmInstant  since;     /* 0: this person has no shift */
  guint      verified;
  guint      failed;    /* with nothing on record to go on with; what a person declined is none */
  GPtrArray *half_done; /* char *, the ids of sessions that are open; some may be at work */
} ZmShiftTally;

/* A shift begins with a sign-in, or where the person says so ("shift.started"). Who signs in again
 * without having signed out goes on with it: the program ended in between. But for what is longer
 * than this no program is to blame. */
#define ZM_SHIFT_PAUSE (6 * ZM_INSTANT_HOUR)

/* Blocks. */
ZmShiftTally *zm_shift_tally_load (ZmDatabase    *database,
                                   const char    *operator_name,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_shift_tally_free (ZmShiftTally  *tally);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmShiftTally, zm_shift_tally_free)

G_END_DECLS
