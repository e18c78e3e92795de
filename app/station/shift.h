#pragma once

#include "app/station/shift-tally.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* The shift of whoever is signed in: what the log says of it, read again after every change of a
 * session and of the person, in a thread; it changes in the context that it was made in.
 *
 * Signal: "changed". */
#define ZM_TYPE_SHIFT (zm_shift_get_type ())
G_DECLARE_FINAL_TYPE (ZmShift, zm_shift, ZM, SHIFT, GObject)

ZmShift            *zm_shift_new          (ZmStation            *station);
/* Borrowed until the next change; NULL while nothing has been read of this person. */
const ZmShiftTally *zm_shift_get_tally    (ZmShift              *self);
/* Whose it is; NULL for nobody's. */
const char         *zm_shift_get_operator (ZmShift              *self);
/* Reads again, for what no change of a session tells: a refused pairing. */
void                zm_shift_reload       (ZmShift              *self);

/* A new shift of the same person begins, on record; blocks. */
gboolean            zm_shift_start        (ZmStation            *station,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                zm_shift_start_async  (ZmShift              *self,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean            zm_shift_start_finish (ZmShift              *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
