#include "app/station/step.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/station/clock-triage.h"
#include "app/station/judgement-item.h"
#include "app/station/promise.h"
#include "app/station/session-post.h"
#include "app/store/transaction.h"

#define ANSWER_TIMEOUT 15000 /* ms */

static void
show_judgement (ZmProvisioning *self,
                ZmJudgement    *judgement)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const ZmJudgementRow *rows;
  gsize count;

  rows = zm_judgement_get_rows (judgement, &count);
  for (gsize i = 0; i < count; i++)
    g_ptr_array_add (items, zm_judgement_item_new (&rows[i]));

  zm_session_post_rows (self->session, "judgement", items);
}

/* Without the authority nothing is issued either: who asks the signer for that says so. */
static void
show_promise (ZmProvisioning *self,
              ZmJudgement    *judgement)
{
  const ZmStationAuthority *authority = zm_station_get_authority (self->station, NULL);
  g_autofree char *purpose = zm_promise_say_purpose (judgement);
  g_autofree char *validity = zm_promise_say_validity (judgement, zm_instant_now ());
  g_autofree char *issuer = NULL;

  if (authority != NULL && authority->chain->len > 0)
    issuer = zm_promise_say_issuer (g_ptr_array_index (authority->chain, 0));
  zm_session_post_text (self->session, "purpose", purpose);
  zm_session_post_text (self->session, "validity", validity);
  zm_session_post_text (self->session, "issuer", issuer);
}

static gboolean
judge_request (ZmProvisioning  *self,
               GError         **error)
{
  GBytes *der = zm_csr_get_der (self->csr);
  g_autofree char *csr = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_autoptr(json_t) answer = NULL;
  g_autoptr(ZmJudgement) judgement = NULL;

  answer = zm_station_call (self->station, ZM_REQUEST_JUDGE,
                            json_pack ("{s:s, s:s, s:s}", "csr", csr,
                                       "deviceId", self->device->device_id,
                                       "deviceLabel", self->device->label),
                            error);
  if (answer == NULL)
    return FALSE;
  judgement = zm_judgement_from_json (json_object_get (answer, "judgement"), error);
  if (judgement == NULL)
    return FALSE;

  show_judgement (self, judgement);
  show_promise (self, judgement);
  return zm_judgement_is_accepted (judgement, error);
}

static void
show_clocks (ZmProvisioning *self)
{
  g_autoptr(GPtrArray) ticks = zm_clock_triage_judge (zm_provisioning_get_device_time (self),
                                                      zm_instant_now (), 0);

  zm_session_post_rows (self->session, "clocks", ticks);
}

static ZmMessage *
send_time (ZmProvisioning  *self,
           GError         **error)
{
  g_autofree char *now = zm_instant_format (zm_instant_now ());
  ZmMessage *message = zm_message_new (ZM_MESSAGE_SET_CLOCK, json_pack ("{s:s}", "time", now),
                                       error);

  if (message == NULL ||
      !zm_conversation_send (self->conversation, message, self->cancellable, error))
    return NULL;

  return zm_conversation_expect (self->conversation, ZM_MESSAGE_CLOCK, ANSWER_TIMEOUT,
                                 self->cancellable, error);
}

static gboolean
set_clock (ZmProvisioning  *self,
           GError         **error)
{
  g_autofree char *before = zm_instant_format (zm_provisioning_get_device_time (self));
  g_autoptr(ZmMessage) answer = send_time (self, error);
  const char *time;
  gboolean set;

  if (answer == NULL)
    return FALSE;

  time = zm_message_get_string (answer, "time");
  set = g_strcmp0 (zm_message_get_string (answer, "outcome"), "success") == 0 &&
        zm_provisioning_take_device_time (self, time);
  show_clocks (self);

  return zm_provisioning_record (self, "clock.set", set ? ZM_AUDIT_SUCCESS : ZM_AUDIT_FAILURE,
                                 json_pack ("{s:s, s:s}", "before", before, "after", time),
                                 error);
}

/* A person may decide to leave the clock alone; the device itself then judges the window. */
static gboolean
triage_clocks (ZmProvisioning  *self,
               GError         **error)
{
  gboolean yes;

  show_clocks (self);
  if (!zm_clock_triage_is_unsafe (zm_provisioning_get_device_time (self), zm_instant_now ()))
    return TRUE;
  if (!zm_session_post_question (self->session, ZM_QUESTION_SET_CLOCK, self->cancellable, &yes, NULL,
                                 error))
    return FALSE;

  return !yes || set_clock (self, error);
}

static gboolean
ask_to_issue (ZmProvisioning  *self,
              GError         **error)
{
  gboolean yes;

  if (!zm_session_post_question (self->session, ZM_QUESTION_ISSUE, self->cancellable, &yes, NULL, error))
    return FALSE;
  if (!yes)
    zm_error_set (error, ZM_ERROR_REFUSED, "approval.refused", NULL, NULL,
                  "The certificate was not approved");

  return yes;
}

static gboolean
store_approval (ZmProvisioning  *self,
                GError         **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (self->station), error);

  return transaction != NULL &&
         zm_provisioning_advance (self, ZM_SESSION_APPROVED, NULL, error) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_step_approve (ZmProvisioning  *self,
                 GError         **error)
{
  if (!zm_guard_accept (&self->facts, error))
    return FALSE;

  zm_session_post_stage (self->session, ZM_STAGE_CERTIFICATE);
  return judge_request (self, error) && triage_clocks (self, error) &&
         ask_to_issue (self, error) && store_approval (self, error);
}
