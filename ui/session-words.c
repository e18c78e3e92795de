#include "config.h"

#include "ui/session-words.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/failure-words.h"
#include "app/station/retry.h"

#include <glib/gi18n.h>

G_DEFINE_ENUM_TYPE (ZmSessionPhase, zm_session_words_phase,
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_WORKING, "working"),
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_INTERRUPTED, "interrupted"),
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_DECLINED, "declined"),
                    G_DEFINE_ENUM_VALUE (ZM_PHASE_DONE, "done"))

ZmSessionPhase
zm_session_words_phase (const char        *session_id,
                        ZmSessionState     state,
                        ZmSessionQuestion  question,
                        gboolean           running,
                        const GError      *failure)
{
  if (question != ZM_QUESTION_NONE)
    return ZM_PHASE_ASKING;
  if (running)
    return ZM_PHASE_WORKING;
  if (state == ZM_SESSION_VERIFIED)
    return ZM_PHASE_DONE;
  if (failure == NULL)
    return ZM_PHASE_WORKING;

  if (session_id != NULL && zm_session_record_state_is_open (state))
    return ZM_PHASE_INTERRUPTED;

  return zm_session_question_declined (failure) != ZM_QUESTION_NONE ? ZM_PHASE_DECLINED
                                                                    : ZM_PHASE_FAILED;
}

ZmSessionPhase
zm_session_words_phase_of (ZmSession *session)
{
  g_autofree char *session_id = NULL;
  g_autoptr(GError) failure = NULL;
  ZmSessionState state;
  ZmSessionQuestion question;
  gboolean running;

  g_return_val_if_fail (ZM_IS_SESSION (session), ZM_PHASE_WORKING);

  g_object_get (session, "session-id", &session_id, "state", &state, "question", &question, "running",
                &running, "failure", &failure, NULL);
  return zm_session_words_phase (session_id, state, question, running, failure);
}

gboolean
zm_session_words_can_resume (ZmSessionPhase phase,
                             ZmSessionState state)
{
  return phase == ZM_PHASE_INTERRUPTED && state != ZM_SESSION_PAIRED;
}

static const char *
say_work (ZmSessionStage stage)
{
  switch (stage)
    {
    case ZM_STAGE_PAIR:
      return _("Wait: the station pairs with the device.");
    case ZM_STAGE_CHECK:
      return _("Wait: the station checks the device and its request.");
    case ZM_STAGE_CERTIFICATE:
      return _("Wait: the certificate is being issued.");
    case ZM_STAGE_DELIVER:
      return _("Leave the cable plugged in: the device installs its certificate.");
    case ZM_STAGE_TEST:
      return _("Leave the cable plugged in: the new certificate is being tested.");
    case ZM_STAGE_DONE:
    default:
      return _("Wait: the record is being closed.");
    }
}

static const char *
say_question (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      return _("Compare this number with the one on the device’s screen.");
    case ZM_QUESTION_REGISTER:
      return _("This device is not in the registry: give it a label to register it.");
    case ZM_QUESTION_REKEY:
      return _("This device has a working certificate: decide whether it gets a new one.");
    case ZM_QUESTION_TAKE_OVER:
      return _("This device was retired: decide whether it comes back into service.");
    case ZM_QUESTION_SET_CLOCK:
      return _("The device’s clock is wrong: decide whether to set it.");
    case ZM_QUESTION_ISSUE:
      return _("Read what the certificate will say, then issue it.");
    case ZM_QUESTION_NONE:
    default:
      return "";
    }
}

char *
zm_session_words_interrupted (const char *device_id,
                              gboolean    missing,
                              gboolean    can_resume)
{
  g_autofree char *device = zm_text_escape (device_id != NULL ? device_id : _("the device"), -1);

  if (missing)
    return g_strdup_printf (can_resume ? _("Plug in %s to go on.")
                                       : _("Plug in %s to pair it again."), device);

  return g_strdup_printf (can_resume ? _("Read why %s stands, then go on.")
                                     : _("Read why %s stands, then pair it again."), device);
}

static const char *
say_next (gboolean missing,
          gboolean can_resume,
          gboolean awaited)
{
  if (!can_resume)
    return _("No certificate was issued.");
  if (missing && awaited)
    return _("What was done so far is kept. It goes on as soon as it is plugged in.");
  if (missing)
    return _("What was done so far is kept. Once it is plugged in, it goes on by itself; if not, press "
             "Resume.");

  return _("What was done so far is kept.");
}

/* Nobody being there is no fault with a name of its own; any other has a card. */
char *
zm_session_words_standing (const GError *failure,
                           gboolean      missing,
                           gboolean      can_resume,
                           gboolean      awaited)
{
  const char *next = say_next (missing, can_resume, awaited);

  if (failure == NULL || !zm_retry_is_absence (failure))
    return g_strdup (next);

  /* TRANSLATORS: why a device stands, and what becomes of it */
  return g_strdup_printf (_("%s. %s"), zm_failure_words_for (zm_error_get_check (failure)), next);
}

const char *
zm_session_words_instruction (ZmSessionPhase    phase,
                              ZmSessionStage    stage,
                              ZmSessionQuestion question)
{
  switch (phase)
    {
    case ZM_PHASE_ASKING:
      return say_question (question);
    case ZM_PHASE_FAILED:
      return _("This device was not provisioned: read why, then try again.");
    case ZM_PHASE_DECLINED:
      return _("Nothing was issued, as you decided: unplug the device, and take the next one.");
    case ZM_PHASE_DONE:
      return _("The device is in service: unplug it, and take the next one.");
    case ZM_PHASE_INTERRUPTED:
    case ZM_PHASE_WORKING:
    default:
      return say_work (stage);
    }
}

const char *
zm_session_words_explanation (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      return _("Only if both screens show the same number is this the device that you scanned. "
               "If they differ, nothing is issued.");
    case ZM_QUESTION_REGISTER:
      return _("Say where the device stands or whose it is. The label is also written into its "
               "certificate.");
    case ZM_QUESTION_REKEY:
      return _("The old certificate stays good until the new one has proved itself; then it is "
               "revoked.");
    case ZM_QUESTION_TAKE_OVER:
      return _("Make sure that nobody else uses this identity before you bring it back.");
    case ZM_QUESTION_SET_CLOCK:
      return _("By its own clock the certificate would not be valid. Setting it to the station’s "
               "time is put on record.");
    case ZM_QUESTION_ISSUE:
      return _("Whatever differs from what the device asked for is marked below.");
    case ZM_QUESTION_NONE:
    default:
      return NULL;
    }
}

const char *
zm_session_words_declined (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_REGISTER:
      return _("The device stays unknown to the registry.");
    case ZM_QUESTION_REKEY:
      return _("The device keeps its certificate, which is as good as before.");
    case ZM_QUESTION_TAKE_OVER:
      return _("The device stays retired.");
    case ZM_QUESTION_ISSUE:
      return _("Its pairing code is used up: to begin again, scan the new one on its screen.");
    case ZM_QUESTION_NUMBER:
    case ZM_QUESTION_SET_CLOCK:
    case ZM_QUESTION_NONE:
    default:
      return NULL;
    }
}

const char *
zm_session_words_yes (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      return _("The Numbers _Match");
    case ZM_QUESTION_REGISTER:
      return _("_Register Device");
    case ZM_QUESTION_REKEY:
      return _("Give a _New Certificate");
    case ZM_QUESTION_TAKE_OVER:
      return _("_Bring Back into Service");
    case ZM_QUESTION_SET_CLOCK:
      return _("S_et the Clock");
    case ZM_QUESTION_ISSUE:
      return _("_Issue Certificate");
    case ZM_QUESTION_NONE:
    default:
      return NULL;
    }
}

const char *
zm_session_words_no (ZmSessionQuestion question)
{
  switch (question)
    {
    case ZM_QUESTION_NUMBER:
      return _("They _Differ");
    case ZM_QUESTION_REGISTER:
      return _("_Do Not Register");
    case ZM_QUESTION_REKEY:
      return _("_Keep the Old One");
    case ZM_QUESTION_TAKE_OVER:
      return _("_Leave It Retired");
    case ZM_QUESTION_SET_CLOCK:
      return _("_Leave the Clock");
    case ZM_QUESTION_ISSUE:
      return _("_Do Not Issue");
    case ZM_QUESTION_NONE:
    default:
      return NULL;
    }
}

static const char *
say_stage (ZmSessionStage stage)
{
  switch (stage)
    {
    case ZM_STAGE_PAIR:
      return _("Pairing");
    case ZM_STAGE_CHECK:
      return _("Checking");
    case ZM_STAGE_CERTIFICATE:
      return _("Issuing");
    case ZM_STAGE_DELIVER:
      return _("Installing");
    case ZM_STAGE_TEST:
      return _("Testing");
    case ZM_STAGE_DONE:
    default:
      return _("Finishing");
    }
}

const char *
zm_session_words_reached (ZmSessionState state)
{
  switch (state)
    {
    case ZM_SESSION_PAIRED:
      return _("Paired");
    case ZM_SESSION_REQUESTED:
      return _("Request received");
    case ZM_SESSION_APPROVED:
      return _("Certificate approved");
    case ZM_SESSION_ISSUED:
      return _("Certificate issued");
    case ZM_SESSION_DELIVERED:
      return _("Certificate delivered");
    case ZM_SESSION_INSTALLED:
      return _("Certificate installed, not tested");
    case ZM_SESSION_VERIFIED:
      return _("In service");
    case ZM_SESSION_FAILED:
      return C_("session", "Failed");
    case ZM_SESSION_ABANDONED:
    default:
      return _("Abandoned");
    }
}

const char *
zm_session_words_status (ZmSessionPhase phase,
                         ZmSessionStage stage)
{
  switch (phase)
    {
    case ZM_PHASE_ASKING:
      return _("Your turn");
    case ZM_PHASE_INTERRUPTED:
      return _("Interrupted");
    case ZM_PHASE_FAILED:
      return C_("session", "Failed");
    case ZM_PHASE_DECLINED:
      return _("Declined");
    case ZM_PHASE_DONE:
      return _("In service");
    case ZM_PHASE_WORKING:
    default:
      return say_stage (stage);
    }
}

ZmBadgeKind
zm_session_words_kind (ZmSessionPhase phase)
{
  switch (phase)
    {
    case ZM_PHASE_ASKING:
    case ZM_PHASE_INTERRUPTED:
      return ZM_BADGE_WARNING;
    case ZM_PHASE_FAILED:
      return ZM_BADGE_BAD;
    case ZM_PHASE_DECLINED:
      return ZM_BADGE_NEUTRAL;
    case ZM_PHASE_DONE:
      return ZM_BADGE_GOOD;
    case ZM_PHASE_WORKING:
    default:
      return ZM_BADGE_WAITING;
    }
}
