#pragma once

#include "app/station/session.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* What a session is called and what a person is told to do. Pure: it reads what the session says
 * of itself and decides nothing. */

/* How the person is involved, as it follows from the session's properties. */
typedef enum {
  ZM_PHASE_WORKING,
  ZM_PHASE_ASKING,
  ZM_PHASE_INTERRUPTED, /* stays open, can go on */
  ZM_PHASE_FAILED,
  ZM_PHASE_DECLINED,    /* a person said no, and that is all */
  ZM_PHASE_DONE,
} ZmSessionPhase;

#define ZM_TYPE_SESSION_PHASE (zm_session_words_phase_get_type ())
GType           zm_session_words_phase_get_type (void);

ZmSessionPhase  zm_session_words_phase       (const char         *session_id,
                                              ZmSessionState      state,
                                              ZmSessionQuestion   question,
                                              gboolean            running,
                                              const GError       *failure);
/* The same of a session as it is now. */
ZmSessionPhase  zm_session_words_phase_of    (ZmSession          *session);
/* Whether what is on record is enough to go on from, so that no new code is needed. */
gboolean        zm_session_words_can_resume  (ZmSessionPhase      phase,
                                              ZmSessionState      state);

/* All translated. The one sentence: what to do now. */
const char     *zm_session_words_instruction (ZmSessionPhase      phase,
                                              ZmSessionStage      stage,
                                              ZmSessionQuestion   question);
/* What came of a no; NULL for no question. */
const char     *zm_session_words_declined    (ZmSessionQuestion   question);
/* What hangs on the answer; NULL for no question. */
const char     *zm_session_words_explanation (ZmSessionQuestion   question);
/* The two buttons of a question; NULL for no question. */
const char     *zm_session_words_yes         (ZmSessionQuestion   question);
const char     *zm_session_words_no          (ZmSessionQuestion   question);
/* How far a session that stands has come. */
const char     *zm_session_words_reached     (ZmSessionState      state);
/* For a tile: one or two words. */
const char     *zm_session_words_status      (ZmSessionPhase      phase,
                                              ZmSessionStage      stage);
ZmBadgeKind     zm_session_words_kind        (ZmSessionPhase      phase);

/* What to do with a half-done device, newly allocated. device_id: NULL while it is not known; missing: it
 * has to be plugged in first. */
char           *zm_session_words_interrupted (const char         *device_id,
                                              gboolean            missing,
                                              gboolean            can_resume);
/* Why it stands, and what comes next, newly allocated. failure: NULL if nobody could say why; awaited:
 * it goes on as soon as it is plugged in. */
char           *zm_session_words_standing    (const GError       *failure,
                                              gboolean            missing,
                                              gboolean            can_resume,
                                              gboolean            awaited);

G_END_DECLS
