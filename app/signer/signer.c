#include "app/signer/signer.h"

#include "app/base/error.h"
#include "app/protocol/person-rules.h"
#include "app/protocol/secret-rules.h"
#include "app/signer/checkpointer.h"
#include "app/signer/enrolment.h"
#include "app/signer/founder.h"
#include "app/signer/issuer.h"
#include "app/signer/key-desk.h"
#include "app/signer/overview.h"
#include "app/signer/payload-desk.h"
#include "app/signer/revoker.h"
#include "app/signer/roster.h"
#include "app/signer/second-person.h"
#include "app/signer/sign-in.h"
#include "app/signer/witness.h"

#include <string.h>

static const ZmSignerHandler handlers[] = {
  [ZM_REQUEST_STATUS] = zm_overview_show_status,
  [ZM_REQUEST_AUTHORITY_SHOW] = zm_overview_show_authority,
  [ZM_REQUEST_LEDGER_COMPARE] = zm_witness_compare,
  [ZM_REQUEST_SIGN_IN] = zm_sign_in_begin,
  [ZM_REQUEST_SIGN_OUT] = zm_sign_in_end,
  [ZM_REQUEST_OPERATOR_LIST] = zm_roster_list,
  [ZM_REQUEST_ISSUED_LIST] = zm_overview_list_issued,
  [ZM_REQUEST_OPERATOR_PIN] = zm_roster_set_pin,
  [ZM_REQUEST_APPROVE] = zm_second_person_approve,
  [ZM_REQUEST_DEVICE_RETIRE] = zm_issuer_retire,
  [ZM_REQUEST_CHECKPOINT_SIGN] = zm_checkpointer_sign,
  [ZM_REQUEST_JUDGE] = zm_issuer_judge,
  [ZM_REQUEST_ISSUE_PREPARE] = zm_issuer_prepare,
  [ZM_REQUEST_ISSUE_SIGN] = zm_issuer_sign,
  [ZM_REQUEST_ISSUE_CANCEL] = zm_issuer_cancel,
  [ZM_REQUEST_PAYLOAD_COMPOSE] = zm_payload_desk_compose,
  [ZM_REQUEST_CODE_HASH] = zm_key_desk_hash_code,
  [ZM_REQUEST_REVOKE] = zm_revoker_revoke,
  [ZM_REQUEST_CRL_ISSUE] = zm_revoker_issue_crl,
  [ZM_REQUEST_OPERATOR_ADD] = zm_roster_add,
  [ZM_REQUEST_OPERATOR_REMOVE] = zm_roster_remove,
  [ZM_REQUEST_LIMITS_SET] = zm_second_person_set_limits,
  [ZM_REQUEST_WINDOW_OPEN] = zm_enrolment_open_window,
  [ZM_REQUEST_WINDOW_CLOSE] = zm_enrolment_close_window,
  [ZM_REQUEST_POLICY_SET] = zm_founder_set_policy,
  [ZM_REQUEST_AUTHORITY_REQUESTS] = zm_founder_make_requests,
  [ZM_REQUEST_AUTHORITY_INSTALL] = zm_founder_install,
  [ZM_REQUEST_CANARY_ISSUE] = zm_revoker_issue_canary,
  [ZM_REQUEST_SERVER_KEY_ADD] = zm_key_desk_add_server_key,
  [ZM_REQUEST_LOG_RESTART] = zm_checkpointer_restart,
  [ZM_REQUEST_FACTORY_RECORD] = zm_key_desk_write_factory_record,
  [ZM_REQUEST_LEDGER_RECOVER] = zm_witness_recover,
};

static gboolean
take_nothing (const json_t  *entry,
              gpointer       data,
              GError       **error)
{
  return TRUE;
}

/* The ledger before the keys: what was made without keys is made anew the next time. */
static gboolean
create_ledger (ZmPlace         *place,
               ZmKeystore      *keystore,
               const char      *administrator,
               const ZmSecret  *pin,
               GError         **error)
{
  g_autoptr(ZmLedger) ledger = zm_ledger_create (place->ledger,
                                                 zm_keystore_get_ledger_key (keystore),
                                                 take_nothing, NULL, error);
  json_t *members;

  if (ledger == NULL)
    return FALSE;

  members = zm_operators_describe_new (administrator, ZM_ROLE_ADMINISTRATOR, pin,
                                       zm_keystore_get_pepper (keystore));
  return zm_ledger_append (ledger, "operator.added", zm_instant_now (), members, error);
}

gboolean
zm_signer_create (const char      *station,
                  const ZmSecret  *passphrase,
                  const char      *administrator,
                  const ZmSecret  *pin,
                  GError         **error)
{
  g_autoptr(ZmPlace) place = NULL;
  g_autoptr(ZmKeystore) keystore = NULL;

  g_return_val_if_fail (station != NULL, FALSE);

  if (!zm_secret_rules_check_passphrase (passphrase, error) ||
      !zm_person_rules_check_name (administrator, error) ||
      !zm_secret_rules_check_pin (pin, error))
    return FALSE;

  place = zm_place_open (station, TRUE, error);
  if (place == NULL)
    return FALSE;
  if (zm_place_has_keys (place))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "signer.exists", place->keys, "no signer",
                    "There is a signer in this station's directory already");
      return FALSE;
    }

  keystore = zm_keystore_generate (error);
  return keystore != NULL && create_ledger (place, keystore, administrator, pin, error) &&
         zm_keystore_store (keystore, place->keys, passphrase, error);
}

/* A keystore from before the last start of a restored backup would make other keys under old
 * names. */
static gboolean
check_server_keys (ZmSigner  *signer,
                   GError   **error)
{
  g_autoptr(json_t) list = zm_key_book_list (signer->state->key_book);

  for (gsize i = 0; i < json_array_size (list); i++)
    {
      const char *key_id = json_string_value (json_object_get (json_array_get (list, i), "keyId"));

      if (zm_keystore_get_server_key (signer->keystore, key_id) == NULL)
        {
          zm_error_set (error, ZM_ERROR_CORRUPT, "keystore.older", NULL, key_id,
                        "The signer's keys are older than its ledger");
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
open_files (ZmSigner        *signer,
            const ZmSecret  *passphrase,
            ZmMoment         now,
            GError         **error)
{
  signer->keystore = zm_keystore_open (signer->place->keys, passphrase, error);
  if (signer->keystore == NULL)
    return FALSE;

  signer->state = zm_state_new (zm_keystore_get_pepper (signer->keystore), now);
  signer->ledger = zm_ledger_open (signer->place->ledger,
                                   zm_keystore_get_ledger_key (signer->keystore),
                                   zm_state_take_entry, signer->state, error);

  return signer->ledger != NULL && check_server_keys (signer, error);
}

ZmSigner *
zm_signer_open (const char      *station,
                const ZmSecret  *passphrase,
                ZmMoment         now,
                GError         **error)
{
  g_autoptr(ZmSigner) signer = NULL;

  g_return_val_if_fail (station != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  signer = g_new0 (ZmSigner, 1);
  signer->place = zm_place_open (station, FALSE, error);
  if (signer->place == NULL)
    return NULL;
  if (!zm_place_has_keys (signer->place))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "signer.missing", NULL, signer->place->keys,
                    "There is no signer in this station's directory yet");
      return NULL;
    }
  if (!open_files (signer, passphrase, now, error))
    return NULL;

  signer->tokens = zm_tokens_new ();
  signer->approvals = zm_approvals_new ();
  signer->witness = zm_witness_new ();
  signer->draft_key = zm_key_generate (ZM_KEY_EC_P256, error);

  return signer->draft_key == NULL ? NULL : g_steal_pointer (&signer);
}

void
zm_signer_free (ZmSigner *signer)
{
  if (signer == NULL)
    return;

  g_clear_pointer (&signer->tokens, zm_tokens_free);
  g_clear_pointer (&signer->approvals, zm_approvals_free);
  g_clear_pointer (&signer->witness, zm_witness_free);
  g_clear_pointer (&signer->ledger, zm_ledger_free);
  g_clear_pointer (&signer->state, zm_state_free);
  g_clear_pointer (&signer->keystore, zm_keystore_free);
  g_clear_pointer (&signer->draft_key, zm_key_unref);
  g_clear_pointer (&signer->place, zm_place_free);
  g_free (signer);
}

gboolean
zm_signer_record (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const char      *kind,
                  json_t          *members,
                  GError         **error)
{
  g_return_val_if_fail (signer != NULL, FALSE);
  g_return_val_if_fail (caller != NULL, FALSE);

  zm_json_set_string (members, "operator", caller->operator);
  zm_json_set_string (members, "approver", caller->approver);
  signer->state->now = caller->now;

  return zm_ledger_append (signer->ledger, kind, caller->now.wall, members, error);
}

static gboolean
check_role (ZmSigner       *signer,
            ZmRequestType   type,
            ZmCaller       *caller,
            GError        **error)
{
  ZmRole roles = zm_request_roles (type);
  const ZmToken *token;

  if (roles == ZM_ROLE_NONE)
    return TRUE;

  token = zm_tokens_use (signer->tokens, caller->token, caller->peer, caller->now.running, error);
  if (token == NULL)
    return FALSE;
  if ((token->role & roles) == 0)
    {
      zm_error_set (error, ZM_ERROR_DENIED, "role.denied", zm_request_role_name (token->role), NULL,
                    "The role of “%s” does not allow this", token->operator);
      return FALSE;
    }

  caller->operator = token->operator;
  caller->role = token->role;
  return TRUE;
}

static json_t *
handle (ZmSigner      *signer,
        ZmCaller      *caller,
        const guint8  *data,
        gsize          length,
        json_t       **request,
        GError       **error)
{
  ZmRequestType type;

  *request = zm_request_parse (data, length, &type, &caller->token, error);
  if (*request == NULL || !check_role (signer, type, caller, error) ||
      !zm_second_person_admit (signer, type, *request, caller, error))
    return NULL;

  return handlers[type] (signer, caller, *request, error);
}

/* jansson frees without cleansing. */
static void
wipe_member (json_t     *request,
             const char *member)
{
  json_t *value = json_object_get (request, member);

  if (json_is_string (value))
    explicit_bzero ((char *) json_string_value (value), json_string_length (value));
}

GBytes *
zm_signer_answer (ZmSigner     *signer,
                  uid_t         peer,
                  ZmMoment      now,
                  const guint8 *request,
                  gsize         length)
{
  ZmCaller caller = { .peer = peer, .role = ZM_ROLE_NONE, .now = now };
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *answer;

  g_return_val_if_fail (signer != NULL, NULL);

  result = handle (signer, &caller, request, length, &object, &error);
  g_clear_pointer (&caller.approver, g_free);
  wipe_member (object, "pin");
  wipe_member (object, "current");
  wipe_member (object, "code");
  wipe_member (object, "token");
  if (result == NULL)
    return zm_request_encode_error (error);

  answer = zm_request_encode_result (json_incref (result));
  wipe_member (result, "token");
  wipe_member (result, "record");

  return answer;
}
