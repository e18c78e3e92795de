#include "app/signer/overview.h"

#include "app/audit/note-key.h"
#include "app/base/base64.h"
#include "app/base/hex.h"

#include <unistd.h>

/* Certificates of the largest size, in base64, must fit into one answer. */
#define PART_MAX (ZM_REQUEST_MAX / (ZM_CERTIFICATE_MAX * 4 / 3 + 2048))

#define ANY_ROLE (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR | ZM_ROLE_AUDITOR)

static json_t *
describe_window (const ZmState *state,
                 ZmInstant      now)
{
  g_autofree char *until = zm_instant_format (state->window.until);
  gboolean open = zm_window_is_open (&state->window, now);
  json_t *window = json_pack ("{s:b, s:i}", "open", open, "devicesLeft",
                              (int) zm_window_get_left (&state->window, now));

  if (open)
    zm_json_set_string (window, "until", until);

  return window;
}

json_t *
zm_overview_show_status (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error)
{
  const ZmState *state = signer->state;
  json_t *status = json_object ();

  json_object_set_new (status, "authority", json_boolean (state->mandate->root != NULL));
  json_object_set_new (status, "window", describe_window (state, caller->now.wall));
  json_object_set_new (status, "crl", json_pack ("{s:I, s:b}", "number",
                                                 (json_int_t) state->crl_number, "behind",
                                                 state->crl_behind));
  json_object_set_new (status, "sameUser", json_boolean (caller->peer == geteuid ()));
  json_object_set_new (status, "operators",
                       json_integer (zm_operators_count (state->operators, ANY_ROLE, NULL)));
  json_object_set_new (status, "signed", json_integer (zm_issued_count_signed (state->issued)));
  json_object_set_new (status, "revoked",
                       json_integer (zm_issued_count_revoked (state->issued)));
  json_object_set_new (status, "limits", zm_limits_describe (&state->limits));
  json_object_set_new (status, "logRestarts", json_integer (state->log_restarts));
  if (state->checkpoint_size > 0)
    {
      g_autofree char *root = zm_hex_encode (state->checkpoint_root,
                                             sizeof state->checkpoint_root);

      json_object_set_new (status, "checkpoint",
                           json_pack ("{s:I, s:s}", "size",
                                      (json_int_t) state->checkpoint_size, "root", root));
    }

  return status;
}

static json_t *
encode_certificate (ZmCertificate *certificate)
{
  g_autofree char *pem = zm_certificate_to_pem (certificate);

  return json_string (pem);
}

static void
add_certificates (json_t          *shown,
                  const ZmMandate *mandate)
{
  json_t *chain = json_array ();

  for (guint i = 0; i < mandate->chain->len; i++)
    json_array_append_new (chain, encode_certificate (g_ptr_array_index (mandate->chain, i)));

  json_object_set_new (shown, "root", encode_certificate (mandate->root));
  json_object_set_new (shown, "chain", chain);
  json_object_set_new (shown, "station", encode_certificate (mandate->station));
}

static gboolean
add_verifier_key (json_t    *shown,
                  ZmSigner  *signer,
                  GError   **error)
{
  ZmPublicKey *key = zm_key_get_public (zm_keystore_get_checkpoint (signer->keystore));
  g_autoptr(ZmNoteKey) note_key = zm_note_key_new (signer->state->mandate->origin, key, error);
  g_autofree char *text = NULL;

  if (note_key == NULL)
    return FALSE;

  text = zm_note_key_format (note_key);
  zm_json_set_string (shown, "verifierKey", text);
  return TRUE;
}

json_t *
zm_overview_show_authority (ZmSigner        *signer,
                            const ZmCaller  *caller,
                            const json_t    *request,
                            GError         **error)
{
  const ZmMandate *mandate = signer->state->mandate;
  g_autoptr(json_t) shown = json_object ();

  json_object_set_new (shown, "keyIds", zm_key_book_list (signer->state->key_book));
  if (mandate->members != NULL)
    {
      json_object_set (shown, "policy", mandate->members);
      if (!add_verifier_key (shown, signer, error))
        return NULL;
    }
  if (mandate->root != NULL)
    add_certificates (shown, mandate);

  return g_steal_pointer (&shown);
}

static json_t *
describe_issue (const ZmIssue *issue)
{
  static const char *const states[] = {
    [ZM_ISSUE_PREPARED] = "prepared",
    [ZM_ISSUE_SIGNED] = "signed",
    [ZM_ISSUE_CANCELLED] = "cancelled",
  };
  json_t *shown = json_object ();

  zm_json_set_string (shown, "serial", issue->serial);
  zm_json_set_string (shown, "deviceId", issue->device_id);
  zm_json_set_string (shown, "deviceLabel", issue->device_label);
  zm_json_set_string (shown, "session", issue->session);
  zm_json_set_string (shown, "state", states[issue->state]);
  if (issue->certificate != NULL)
    {
      g_autofree char *text = zm_base64_encode (g_bytes_get_data (issue->certificate, NULL),
                                                g_bytes_get_size (issue->certificate));

      zm_json_set_string (shown, "certificate", text);
    }
  if (issue->revoked)
    {
      g_autofree char *at = zm_instant_format (issue->revoked_at);

      zm_json_set_string (shown, "revokedAt", at);
      zm_json_set_string (shown, "reason", zm_crl_reason_name (issue->reason));
    }

  return shown;
}

json_t *
zm_overview_list_issued (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error)
{
  ZmIssued *issued = signer->state->issued;
  guint total = zm_issued_count (issued);
  guint from = (guint) json_integer_value (json_object_get (request, "from"));
  json_t *list = json_array ();

  for (guint i = from; i < total && i - from < PART_MAX; i++)
    json_array_append_new (list, describe_issue (zm_issued_get (issued, i)));

  return json_pack ("{s:o, s:I}", "issues", list, "total", (json_int_t) total);
}
