#pragma once

#include "app/station/session.h"

G_BEGIN_DECLS

/* For the working thread of a session: what it may tell the object that screens watch. Each call
 * returns at once and takes effect in the session's context, in order. */

/* property is one of the strings of session.h. */
void      zm_session_post_text     (ZmSession          *self,
                                    const char         *property,
                                    const char         *value);
/* property is one of the lists of session.h; rows (elements GObject, not changed afterwards)
 * replace what was there. */
void      zm_session_post_rows     (ZmSession          *self,
                                    const char         *property,
                                    GPtrArray          *rows);
void      zm_session_post_state    (ZmSession          *self,
                                    ZmSessionState      state);
void      zm_session_post_stage    (ZmSession          *self,
                                    ZmSessionStage      stage);
void      zm_session_post_progress (ZmSession          *self,
                                    const char         *step);
/* Asks and waits until somebody answers; text may be NULL. FALSE with an error only if cancelled,
 * or with "tether.unplugged" when the device was gone first; the answer itself is in *yes. */
gboolean  zm_session_post_question           (ZmSession          *self,
                                    ZmSessionQuestion   question,
                                    GCancellable       *cancellable,
                                    gboolean           *yes,
                                    char              **text,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
