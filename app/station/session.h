#pragma once

#include "app/station/session-state.h"
#include "app/station/station.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One provisioning of one device, from the tether to "verified": the object that ctl and ui watch
 * alike. The work runs in a thread of its own; every property changes in the context that the
 * session was made in, and nothing else decides anything.
 *
 * Properties (all read-only):
 *   "session-id"   string, NULL until the device has paired
 *   "state"        ZmSessionState; "stage" is what the guided steps show
 *   "stage"        ZmSessionStage
 *   "running"      boolean: the thread is at work (or waits for an answer)
 *   "device-id", "device-label", "port"   strings, NULL until known
 *   "number"       string, the six digits, NULL until both sides can show them
 *   "question"     ZmSessionQuestion that waits for zm_session_answer()
 *   "guard"        GListModel of ZmTick
 *   "clocks"       GListModel of ZmTick: device, station, server
 *   "judgement"    GListModel of ZmJudgementItem
 *   "steps"        GListModel of ZmTick: what the device reports of its installation
 *   "tests"        GListModel of ZmTick: the mutual-TLS test and who proved it
 *   "serial", "not-after"   strings, NULL until a certificate is issued
 *   "purpose", "validity", "issuer"   strings for people: what the certificate will say; NULL until it
 *                  was judged
 *   "request", "certificate"   strings, PEM, NULL until they are there
 *   "failure"      GError (boxed): what ended or interrupted it, NULL while all is well
 * Signals: "progress" (const char *step, guint64 elapsed in µs since the last one). */
#define ZM_TYPE_SESSION (zm_session_get_type ())
G_DECLARE_FINAL_TYPE (ZmSession, zm_session, ZM, SESSION, GObject)

typedef enum {
  ZM_STAGE_PAIR,
  ZM_STAGE_CHECK,
  ZM_STAGE_CERTIFICATE,
  ZM_STAGE_DELIVER,
  ZM_STAGE_TEST,
  ZM_STAGE_DONE,
} ZmSessionStage;

#define ZM_TYPE_SESSION_STAGE (zm_session_stage_get_type ())
GType zm_session_stage_get_type (void);

typedef enum {
  ZM_QUESTION_NONE,
  ZM_QUESTION_NUMBER,    /* do both screens show "number"? */
  ZM_QUESTION_REGISTER,  /* the registry does not know the device; the answer's text is its label */
  ZM_QUESTION_REKEY,     /* it has a certificate already; it will be superseded once the new works */
  ZM_QUESTION_TAKE_OVER, /* it was retired */
  ZM_QUESTION_SET_CLOCK, /* its clock would make the certificate look not valid */
  ZM_QUESTION_ISSUE,     /* the judgement is there: issue? */
} ZmSessionQuestion;

#define ZM_TYPE_SESSION_QUESTION (zm_session_question_get_type ())
GType zm_session_question_get_type (void);
/* "number", "register", … */
const char *zm_session_question_name (ZmSessionQuestion question);

/* To which of them a person's no ended a session with this failure: a decision, with nothing wrong.
 * NONE for any other failure, and for numbers that differ. */
ZmSessionQuestion zm_session_question_declined (const GError *failure);

/* address: "virtual:SOCKET" or "usb[:PORT]". Exactly one of ticket (the text of the QR) and code
 * (as typed) is given. Parsing them is part of the session, so that a refusal is audited. */
ZmSession *zm_session_new        (ZmStation            *station,
                                  const char           *address,
                                  const char           *ticket,
                                  const char           *code);
/* Borrowed. */
ZmStation *zm_session_get_station (ZmSession          *self);
/* How ticket or code came, for the audit log. Before it runs. */
#define ZM_SESSION_WAY_CAMERA  "camera"
#define ZM_SESSION_WAY_CODE    "code"    /* typed */
#define ZM_SESSION_WAY_PICTURE "picture"
#define ZM_SESSION_WAY_SCANNER "scanner" /* that plays keyboard */
#define ZM_SESSION_WAY_TEXT    "text"    /* of the ticket, from a file or pipe */
void       zm_session_set_way    (ZmSession            *self,
                                  const char           *way);
/* Continues an open session of the store with the device now on address; the same key needs no
 * new comparison of the number. Checks "session.unknown", "session.ended". */
ZmSession *zm_session_resume     (ZmStation            *station,
                                  const char           *session_id,
                                  const char           *address,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs to "verified" or to a failure. An unplugged cable or a silent peer interrupts: the session
 * stays open in its last stored state and can be resumed. A check that refuses ends it. */
void       zm_session_run_async  (ZmSession            *self,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean   zm_session_run_finish (ZmSession            *self,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Answers the open question; no to NUMBER, REGISTER, REKEY, TAKE_OVER or ISSUE refuses, no to
 * SET_CLOCK goes on without. text: the label for REGISTER, else NULL. */
void       zm_session_answer     (ZmSession            *self,
                                  gboolean              yes,
                                  const char           *text);

/* Ends an open session that is not running; revokes the certificate if one was issued. */
gboolean   zm_session_abandon    (ZmStation            *station,
                                  const char           *session_id,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
