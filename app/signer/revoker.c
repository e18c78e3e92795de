#include "app/signer/revoker.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/signer/witness.h"

#define CRL_LIFE      (7 * ZM_INSTANT_DAY)
#define CANARY_LABEL  "Canary: servers must refuse it"
#define CANARY_REASON ZM_REASON_CESSATION_OF_OPERATION

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

static char *
encode_bytes (GBytes *bytes)
{
  return zm_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static ZmIssue *
find_signed (ZmSigner    *signer,
             const char  *serial,
             GError     **error)
{
  ZmIssue *issue = zm_issued_find (signer->state->issued, serial);

  if (issue == NULL)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "revoke.serial", serial, "a serial number",
                    "No certificate of this serial number was issued here");
      return NULL;
    }
  if (issue->state != ZM_ISSUE_SIGNED)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "revoke.not-signed", serial, NULL,
                    "This certificate was never signed; it can only be cancelled");
      return NULL;
    }

  return issue;
}

static gboolean
record_revocation (ZmSigner        *signer,
                   const ZmCaller  *caller,
                   const char      *serial,
                   const char      *reason,
                   GError         **error)
{
  g_autofree char *at = zm_instant_format (caller->now.wall);
  ZmReason parsed;

  if (!zm_crl_reason_parse (reason, &parsed))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "revoke.reason", reason,
                    "a reason of RFC 5280 section 5.3.1", "There is no such reason");
      return FALSE;
    }

  return zm_signer_record (signer, caller, "issue.revoked",
                           json_pack ("{s:s, s:s, s:s}", "serial", serial, "reason", reason,
                                      "revokedAt", at), error);
}

/* A revocation is never undone or changed: the first one stands. */
json_t *
zm_revoker_revoke (ZmSigner        *signer,
                   const ZmCaller  *caller,
                   const json_t    *request,
                   GError         **error)
{
  const char *serial = get_text (request, "serial");
  ZmIssue *issue = find_signed (signer, serial, error);
  g_autofree char *at = NULL;

  if (issue == NULL ||
      (!issue->revoked &&
       !record_revocation (signer, caller, serial, get_text (request, "reason"), error)))
    return NULL;

  at = zm_instant_format (issue->revoked_at);
  return json_pack ("{s:s}", "revokedAt", at);
}

/* above: what the station has published already; a ledger that is an older copy knows less. */
static ZmCrl *
create_crl (ZmSigner   *signer,
            gint64      above,
            ZmInstant   now,
            GError    **error)
{
  ZmState *state = signer->state;
  g_autoptr(GArray) entries = zm_issued_list_revoked (state->issued, now);

  return zm_crl_create (zm_mandate_get_intermediate (state->mandate),
                        zm_keystore_get_intermediate (signer->keystore),
                        (guint64) MAX (state->crl_number, above) + 1, now, now + CRL_LIFE,
                        (const ZmCrlEntry *) (gpointer) entries->data, entries->len, error);
}

/* Also by a wrong clock: a revocation that cannot be published is worse. */
json_t *
zm_revoker_issue_crl (ZmSigner        *signer,
                      const ZmCaller  *caller,
                      const json_t    *request,
                      GError         **error)
{
  g_autoptr(ZmCrl) crl = NULL;
  g_autofree char *next_update = NULL;
  g_autofree char *text = NULL;
  json_int_t number;

  if (!zm_witness_check (signer, error) ||
      !zm_mandate_check_installed (signer->state->mandate, error))
    return NULL;
  crl = create_crl (signer, json_integer_value (json_object_get (request, "above")),
                    caller->now.wall, error);
  if (crl == NULL)
    return NULL;

  number = (json_int_t) zm_crl_get_number (crl);
  next_update = zm_instant_format (zm_crl_get_next_update (crl));
  if (!zm_signer_record (signer, caller, "crl.issued",
                         json_pack ("{s:I, s:s}", "number", number, "nextUpdate", next_update),
                         error))
    return NULL;

  text = encode_bytes (zm_crl_get_der (crl));
  return json_pack ("{s:s, s:I, s:s}", "crl", text, "number", number, "nextUpdate", next_update);
}

static ZmCsr *
read_canary_csr (ZmSigner      *signer,
                 const json_t  *request,
                 GError       **error)
{
  g_autoptr(GBytes) der = zm_base64_decode (get_text (request, "csr"));
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL),
                                              g_bytes_get_size (der), error);
  const char *other;
  gboolean revoked;

  if (csr == NULL)
    return NULL;
  other = zm_issued_find_key (signer->state->issued,
                              zm_public_key_get_hash (zm_csr_get_key (csr)), ZM_PROFILE_CANARY_ID,
                              &revoked);
  if (other != NULL)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "csr.key-reused", other, "a key of its own",
                    "The canary's key belongs to a device");
      return NULL;
    }

  return g_steal_pointer (&csr);
}

static ZmCertificate *
sign_canary (ZmSigner        *signer,
             const ZmCaller  *caller,
             ZmCsr           *csr,
             GError         **error)
{
  ZmMandate *mandate = signer->state->mandate;
  ZmCertificate *issuer = zm_mandate_get_intermediate (mandate);
  ZmKey *key = zm_keystore_get_intermediate (signer->keystore);
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_CANARY,
    .common_name = ZM_PROFILE_CANARY_ID,
    .device_label = CANARY_LABEL,
    .key = zm_csr_get_key (csr),
    .now = caller->now.wall,
  };
  g_autoptr(GBytes) tbs = zm_profile_compose (&mandate->policy, &subject, issuer,
                                              zm_key_get_public (key), error);
  g_autoptr(ZmCertificate) certificate = NULL;

  if (tbs == NULL)
    return NULL;
  certificate = zm_profile_sign (tbs, key, error);
  if (certificate == NULL ||
      !zm_profile_check (&mandate->policy, ZM_PROFILE_CANARY, certificate, issuer, error))
    return NULL;

  return g_steal_pointer (&certificate);
}

static gboolean
record_canary (ZmSigner        *signer,
               const ZmCaller  *caller,
               ZmCertificate   *certificate,
               const char      *text,
               GError         **error)
{
  g_autofree char *at = zm_instant_format (caller->now.wall);

  return zm_signer_record (signer, caller, "canary.issued",
                           json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "serial",
                                      zm_certificate_get_serial (certificate), "device",
                                      ZM_PROFILE_CANARY_ID, "key",
                                      zm_certificate_get_key_hash (certificate), "certificate",
                                      text, "reason", zm_crl_reason_name (CANARY_REASON),
                                      "revokedAt", at), error);
}

/* One entry for both, so there is no moment in which it is good. */
static char *
make_canary (ZmSigner        *signer,
             const ZmCaller  *caller,
             ZmCsr           *csr,
             GError         **error)
{
  g_autoptr(ZmCertificate) certificate = sign_canary (signer, caller, csr, error);
  g_autofree char *text = NULL;

  if (certificate == NULL)
    return NULL;

  text = encode_bytes (zm_certificate_get_der (certificate));
  return record_canary (signer, caller, certificate, text, error) ? g_steal_pointer (&text) : NULL;
}

/* The same key again gets the same certificate: an earlier answer may not have been heard. */
json_t *
zm_revoker_issue_canary (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error)
{
  g_autoptr(ZmCsr) csr = NULL;
  g_autofree char *text = NULL;
  ZmIssue *known;

  if (!zm_witness_check (signer, error) ||
      !zm_mandate_check_installed (signer->state->mandate, error) ||
      !zm_state_check_clock (signer->state, caller->now.wall, error) ||
      !zm_rate_check (&signer->state->rate, caller->now.wall, error))
    return NULL;
  csr = read_canary_csr (signer, request, error);
  if (csr == NULL)
    return NULL;

  known = zm_issued_find_canary (signer->state->issued,
                                 zm_public_key_get_hash (zm_csr_get_key (csr)));
  text = known != NULL ? encode_bytes (known->certificate) :
         make_canary (signer, caller, csr, error);

  return text != NULL ? json_pack ("{s:s}", "certificate", text) : NULL;
}
