#include "app/station/station.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/base/text.h"
#include "app/pki/random.h"
#include "app/protocol/approval.h"

#include <string.h>

/* One request that wants a second person. */
typedef struct {
  ZmStation      *station;
  ZmSignerClient *signer;
  ZmRequestType   type;
  json_t         *members;
  char           *nonce;
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->members, json_decref);
  g_clear_pointer (&self->nonce, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/* name: NULL if nobody came. */
static void
record (const Case   *self,
        const char   *name,
        const GError *refusal)
{
  const char *serial = json_string_value (json_object_get (self->members, "serial"));
  g_autofree char *shown = name != NULL ? zm_text_escape (name, -1) : NULL;
  g_autoptr(GError) error = NULL;
  ZmStationEvent event = {
    .action = name != NULL ? "approval.given" : "approval.declined",
    .outcome = refusal == NULL ? ZM_AUDIT_SUCCESS : ZM_AUDIT_FAILURE,
    .device = json_string_value (json_object_get (self->members, "deviceId")),
    .session = json_string_value (json_object_get (self->members, "session")),
    .detail = json_pack ("{s:s, s:s*, s:s*}", "request", zm_request_name (self->type),
                         "approver", shown, "serial", serial),
  };

  if (refusal != NULL)
    zm_station_record_refusal (self->station, &event, refusal);
  else if (!zm_station_record_alone (self->station, &event, &error))
    g_warning ("An approval could not be recorded: %s", error->message);
}

static gboolean
approve (const Case      *self,
         const char      *name,
         const ZmSecret  *pin,
         GError         **error)
{
  g_autoptr(json_t) answer = NULL;
  g_autofree char *digest = NULL;
  guint8 bytes[ZM_SHA256_LENGTH];
  json_t *members;

  if (!zm_approval_digest (self->type, self->members, self->nonce, bytes, error))
    return FALSE;

  digest = zm_hex_encode (bytes, sizeof bytes);
  members = json_pack ("{s:s, s:s, s:s}", "action", zm_request_name (self->type), "digest", digest,
                       "operator", name);
  json_object_set_new (members, "pin", json_stringn ((const char *) zm_secret_peek (pin),
                                                     zm_secret_length (pin)));
  answer = zm_signer_client_call (self->signer, ZM_REQUEST_APPROVE, members, error);

  return answer != NULL;
}

/* Another name or another PIN may do. */
static gboolean
may_ask_again (const GError *refusal)
{
  static const char *const checks[] = {
    "request.members", "second-person.role", "second-person.same", "sign-in.delay",
    "sign-in.refused", NULL,
  };

  return g_strv_contains (checks, zm_error_get_check (refusal));
}

static gboolean
ask (const Case  *self,
     ZmApprover  *approver,
     const char  *who,
     GError     **error)
{
  g_autofree char *what = zm_approver_describe (self->type, self->members);
  g_autoptr(GError) refusal = NULL;

  do
    {
      const ZmApproverQuestion question = { .what = what, .who = who, .refusal = refusal };
      g_autoptr(GError) next = NULL;
      g_autofree char *name = NULL;
      g_autoptr(ZmSecret) pin = NULL;
      gboolean given;

      if (!zm_approver_ask (approver, &question, &name, &pin, &next))
        {
          record (self, NULL, next);
          g_propagate_error (error, g_steal_pointer (&next));
          return FALSE;
        }
      given = approve (self, name, pin, &next);
      record (self, name, next);
      if (given)
        return TRUE;

      g_clear_error (&refusal);
      refusal = g_steal_pointer (&next);
    } while (may_ask_again (refusal));

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static json_t *
call_with_two (ZmStation       *station,
               ZmSignerClient  *signer,
               ZmRequestType    type,
               const json_t    *members,
               GError         **error)
{
  g_autoptr(GError) refusal = *error;
  g_autoptr(ZmApprover) approver = zm_station_ref_approver (station);
  g_auto(Case) self = { .station = station, .signer = signer, .type = type };
  guint8 nonce[ZM_APPROVAL_NONCE_LENGTH];

  *error = NULL;
  if (approver == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }

  zm_random_bytes (nonce, sizeof nonce);
  self.nonce = zm_hex_encode (nonce, sizeof nonce);
  self.members = json_deep_copy (members);
  if (!ask (&self, approver, zm_error_get_expected (refusal), error))
    return NULL;

  zm_json_set_string (self.members, "approval", self.nonce);
  return zm_signer_client_call (signer, type, g_steal_pointer (&self.members), error);
}

json_t *
zm_station_call (ZmStation      *self,
                 ZmRequestType   type,
                 json_t         *members,
                 GError        **error)
{
  g_autoptr(json_t) kept = members;
  g_autoptr(GError) refusal = NULL;
  ZmSignerClient *signer;
  json_t *answer;

  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  signer = zm_station_need_signer (self, error);
  if (signer == NULL)
    return NULL;

  answer = zm_signer_client_call (signer, type, json_incref (kept), &refusal);
  if (answer == NULL && g_str_equal (zm_error_get_check (refusal), "second-person.needed"))
    answer = call_with_two (self, signer, type, kept, &refusal);
  if (answer == NULL)
    g_propagate_error (error, g_steal_pointer (&refusal));

  return answer;
}
