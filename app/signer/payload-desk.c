#include "app/signer/payload-desk.h"

#include "app/base/error.h"
#include "app/pki/chain.h"
#include "app/protocol/payload.h"
#include "app/protocol/ticket.h"

#include <string.h>

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

/* What this signer issued in that session, and nothing else. */
static ZmIssue *
find_issue (ZmSigner      *signer,
            const json_t  *request,
            GError       **error)
{
  const char *serial = get_text (request, "serial");
  const char *session = get_text (request, "session");
  ZmIssue *issue = zm_issued_find (signer->state->issued, serial);

  if (issue == NULL || issue->state != ZM_ISSUE_SIGNED || issue->canary)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "payload.serial", serial, "an issued certificate",
                    "No certificate of this serial number was issued here");
      return NULL;
    }
  /* The ledger took one in again without its session (witness.h). */
  if (issue->session != NULL && g_strcmp0 (issue->session, session) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "payload.session", session, issue->session,
                    "This certificate was issued in another session");
      return NULL;
    }
  if (issue->revoked)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "payload.revoked", serial, NULL,
                    "This certificate is revoked");
      return NULL;
    }

  return issue;
}

static gboolean
check_code (const char  *code,
            GError     **error)
{
  g_autofree char *parsed = NULL;

  if (code[0] == '\0')
    return TRUE;

  parsed = zm_ticket_parse_code (code, error);
  if (parsed == NULL)
    return FALSE;
  if (strcmp (parsed, code) != 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "code.form", NULL, "the code as it is stored",
                    "The pairing code has another spelling");
      return FALSE;
    }

  return TRUE;
}

static GPtrArray *
build_chain (ZmSigner  *signer,
             ZmIssue   *issue,
             GError   **error)
{
  GPtrArray *above = signer->state->mandate->chain;
  g_autoptr(GPtrArray) chain =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  ZmCertificate *leaf = zm_certificate_new_from_der (g_bytes_get_data (issue->certificate, NULL),
                                                     g_bytes_get_size (issue->certificate), error);

  if (leaf == NULL)
    return NULL;

  g_ptr_array_add (chain, leaf);
  for (guint i = 0; i < above->len; i++)
    g_ptr_array_add (chain, zm_certificate_ref (g_ptr_array_index (above, i)));

  return g_steal_pointer (&chain);
}

static char *
compose (ZmSigner        *signer,
         const ZmCaller  *caller,
         ZmIssue         *issue,
         const char      *session,
         const char      *code,
         GError         **error)
{
  ZmMandate *mandate = signer->state->mandate;
  const ZmKeyBookEntry *entry = zm_key_book_choose (signer->state->key_book, issue->device_id,
                                                    error);
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(ZmSecret) key = NULL;
  ZmPayloadContent content = {
    .device_id = issue->device_id,
    .session_id = session,
    .pairing_code = code,
    .server_url = mandate->server_url,
    .root = mandate->root,
    .issued_at = caller->now.wall,
  };

  if (entry == NULL)
    return NULL;
  chain = build_chain (signer, issue, error);
  if (chain == NULL ||
      !zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, mandate->root, NULL,
                        ZM_PURPOSE_CLIENT, caller->now.wall, error))
    return NULL;

  content.chain = (ZmCertificate *const *) chain->pdata;
  content.chain_length = chain->len;
  key = zm_factory_record_derive_key (zm_keystore_get_server_key (signer->keystore, entry->key_id),
                                      entry->mode, issue->device_id);

  return zm_payload_compose (&content, entry->key_id, key,
                             zm_keystore_get_station (signer->keystore), mandate->station, error);
}

static gboolean
record_payload (ZmSigner        *signer,
                const ZmCaller  *caller,
                const char      *serial,
                const char      *session,
                const char      *payload,
                GError         **error)
{
  g_autofree char *hash = zm_digest_sha256_hex (payload, strlen (payload));

  return zm_signer_record (signer, caller, "payload.composed",
                           json_pack ("{s:s, s:s, s:s}", "serial", serial, "session",
                                      session, "sha256", hash), error);
}

json_t *
zm_payload_desk_compose (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error)
{
  const char *code = get_text (request, "pairingCode");
  const char *session = get_text (request, "session");
  ZmIssue *issue = find_issue (signer, request, error);
  g_autofree char *payload = NULL;

  if (issue == NULL || !check_code (code, error) ||
      !zm_mandate_check_installed (signer->state->mandate, error) ||
      !zm_state_check_clock (signer->state, caller->now.wall, error))
    return NULL;
  payload = compose (signer, caller, issue, session, code, error);
  if (payload == NULL ||
      !record_payload (signer, caller, issue->serial, session, payload, error))
    return NULL;

  return json_pack ("{s:s}", "payload", payload);
}
