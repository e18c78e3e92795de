#include "app/signer/issuer.h"

#include "app/base/base64.h"
#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/pki/judgement.h"
#include "app/signer/witness.h"

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

static ZmCsr *
read_csr (const json_t  *request,
          GError       **error)
{
  g_autoptr(GBytes) der = zm_base64_decode (get_text (request, "csr"));

  return zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

/* By this signer's own ledger, whatever the station believes. */
static ZmJudgement *
judge (ZmSigner      *signer,
       const json_t  *request,
       ZmCsr         *csr,
       GError       **error)
{
  const char *key_hash = zm_public_key_get_hash (zm_csr_get_key (csr));
  ZmJudgementFacts facts = {
    .device_id = get_text (request, "deviceId"),
    .device_label = get_text (request, "deviceLabel"),
  };

  if (!zm_mandate_check_policy (signer->state->mandate, error) ||
      !zm_device_label_check (facts.device_label, error))
    return NULL;

  facts.key_other_device = zm_issued_find_key (signer->state->issued, key_hash, facts.device_id,
                                               &facts.key_revoked);

  return zm_judgement_new (csr, &signer->state->mandate->policy, &facts);
}

json_t *
zm_issuer_judge (ZmSigner        *signer,
                 const ZmCaller  *caller,
                 const json_t    *request,
                 GError         **error)
{
  g_autoptr(ZmCsr) csr = read_csr (request, error);
  g_autoptr(ZmJudgement) judgement = NULL;

  if (csr == NULL)
    return NULL;
  judgement = judge (signer, request, csr, error);
  if (judgement == NULL)
    return NULL;

  return json_pack ("{s:o}", "judgement", zm_judgement_to_json (judgement));
}

/* What the TBS says, read from a certificate that is signed by a worthless key. */
static ZmCertificate *
read_tbs (ZmSigner  *signer,
          GBytes    *tbs,
          GError   **error)
{
  return zm_profile_sign (tbs, signer->draft_key, error);
}

static json_t *
describe_prepared (ZmSigner     *signer,
                   GBytes       *tbs,
                   ZmJudgement  *judgement,
                   GError      **error)
{
  g_autoptr(ZmCertificate) draft = read_tbs (signer, tbs, error);
  g_autofree char *text = encode_bytes (tbs);
  g_autofree char *not_after = NULL;

  if (draft == NULL)
    return NULL;

  not_after = zm_instant_format (zm_certificate_get_not_after (draft));
  return json_pack ("{s:s, s:s, s:s, s:o}", "tbs", text, "serial",
                    zm_certificate_get_serial (draft), "notAfter", not_after, "judgement",
                    zm_judgement_to_json (judgement));
}

static gboolean
cancel (ZmSigner        *signer,
        const ZmCaller  *caller,
        const ZmIssue   *issue,
        GError         **error)
{
  return zm_signer_record (signer, caller, "issue.cancelled",
                           json_pack ("{s:s}", "serial", issue->serial), error);
}

/* A session has one certificate: the same request again gets the same TBS, for a day. FALSE if it
 * is another request; *issue is NULL if there is none yet. */
static gboolean
find_prepared (ZmSigner        *signer,
               const ZmCaller  *caller,
               const json_t    *request,
               ZmCsr           *csr,
               ZmIssue        **issue,
               GError         **error)
{
  const char *session = get_text (request, "session");
  ZmIssue *found = zm_issued_find_session (signer->state->issued, session);

  if (found != NULL && zm_issue_is_stale (found, caller->now.wall) &&
      !cancel (signer, caller, found, error))
    return FALSE;
  if (found == NULL || found->state == ZM_ISSUE_CANCELLED)
    {
      *issue = NULL;
      return TRUE;
    }
  if (g_strcmp0 (found->csr_sha256, zm_csr_get_sha256 (csr)) != 0 ||
      g_strcmp0 (found->device_id, get_text (request, "deviceId")) != 0 ||
      g_strcmp0 (found->device_label, get_text (request, "deviceLabel")) != 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "issue.session", session, "a new session",
                    "Another certificate was prepared in this session");
      return FALSE;
    }

  *issue = found;
  return TRUE;
}

static GBytes *
compose (ZmSigner        *signer,
         const ZmCaller  *caller,
         const json_t    *request,
         ZmCsr           *csr,
         GError         **error)
{
  ZmMandate *mandate = signer->state->mandate;
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_DEVICE,
    .common_name = get_text (request, "deviceId"),
    .device_label = get_text (request, "deviceLabel"),
    .key = zm_csr_get_key (csr),
    .now = caller->now.wall,
  };

  return zm_profile_compose (&mandate->policy, &subject, zm_mandate_get_intermediate (mandate),
                             zm_key_get_public (zm_keystore_get_intermediate (signer->keystore)),
                             error);
}

static gboolean
record_prepared (ZmSigner        *signer,
                 const ZmCaller  *caller,
                 const json_t    *request,
                 ZmCsr           *csr,
                 GBytes          *tbs,
                 GError         **error)
{
  g_autoptr(ZmCertificate) draft = read_tbs (signer, tbs, error);
  g_autofree char *text = encode_bytes (tbs);
  g_autofree char *hash = zm_digest_sha256_hex (g_bytes_get_data (tbs, NULL),
                                                g_bytes_get_size (tbs));
  json_t *members;

  if (draft == NULL)
    return FALSE;

  members = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s}", "serial",
                       zm_certificate_get_serial (draft), "device", get_text (request, "deviceId"),
                       "label", get_text (request, "deviceLabel"), "session",
                       get_text (request, "session"), "csr", zm_csr_get_sha256 (csr), "key",
                       zm_public_key_get_hash (zm_csr_get_key (csr)), "window",
                       (json_int_t) signer->state->window.id, "tbs", text, "tbsSha256", hash);

  return zm_signer_record (signer, caller, "issue.prepared", members, error);
}

static gboolean
check_limits (ZmSigner        *signer,
              const ZmCaller  *caller,
              GError         **error)
{
  return zm_witness_check (signer, error) &&
         zm_mandate_check_installed (signer->state->mandate, error) &&
         zm_state_check_clock (signer->state, caller->now.wall, error) &&
         zm_window_check (&signer->state->window, caller->now.wall, error) &&
         zm_rate_check (&signer->state->rate, caller->now.wall, error);
}

static GBytes *
prepare_new (ZmSigner        *signer,
             const ZmCaller  *caller,
             const json_t    *request,
             ZmCsr           *csr,
             GError         **error)
{
  g_autoptr(GBytes) tbs = NULL;

  if (!check_limits (signer, caller, error))
    return NULL;
  tbs = compose (signer, caller, request, csr, error);
  if (tbs == NULL || !record_prepared (signer, caller, request, csr, tbs, error))
    return NULL;

  return g_steal_pointer (&tbs);
}

json_t *
zm_issuer_prepare (ZmSigner        *signer,
                   const ZmCaller  *caller,
                   const json_t    *request,
                   GError         **error)
{
  g_autoptr(ZmCsr) csr = read_csr (request, error);
  g_autoptr(ZmJudgement) judgement = NULL;
  g_autoptr(GBytes) tbs = NULL;
  ZmIssue *issue;

  if (csr == NULL)
    return NULL;
  judgement = judge (signer, request, csr, error);
  if (judgement == NULL ||
      !zm_judgement_is_accepted (judgement, error) ||
      !find_prepared (signer, caller, request, csr, &issue, error))
    return NULL;

  if (issue != NULL)
    tbs = g_bytes_ref (issue->tbs);
  else
    tbs = prepare_new (signer, caller, request, csr, error);
  if (tbs == NULL)
    return NULL;

  return describe_prepared (signer, tbs, judgement, error);
}

static ZmIssue *
find_tbs (ZmSigner  *signer,
          GBytes    *tbs,
          GError   **error)
{
  g_autofree char *hash = zm_digest_sha256_hex (g_bytes_get_data (tbs, NULL),
                                                g_bytes_get_size (tbs));
  ZmIssue *issue = zm_issued_find_tbs (signer->state->issued, hash);

  if (issue == NULL)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "issue.not-prepared", hash, "a prepared certificate",
                    "This certificate was not prepared here");
      return NULL;
    }
  if (issue->state == ZM_ISSUE_CANCELLED)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "issue.cancelled", issue->serial, NULL,
                    "This certificate was cancelled and will never be signed");
      return NULL;
    }

  return issue;
}

static gboolean
check_age (const ZmIssue  *issue,
           ZmInstant       now,
           GError        **error)
{
  g_autofree char *seen = NULL;

  if (!zm_issue_is_stale (issue, now))
    return TRUE;

  seen = zm_instant_format (issue->prepared_at);
  zm_error_set (error, ZM_ERROR_REFUSED, "issue.stale", seen, "prepared within the last 24 hours",
                "This certificate was prepared too long ago to be signed now");
  return FALSE;
}

/* The key may have been revoked, or have gone to another device, since the TBS was prepared. */
static gboolean
check_key_again (ZmSigner  *signer,
                 ZmIssue   *issue,
                 GError   **error)
{
  gboolean revoked = FALSE;
  const char *other = zm_issued_find_key (signer->state->issued, issue->key_hash,
                                          issue->device_id, &revoked);

  if (other == NULL && !revoked)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, revoked ? "csr.key-revoked" : "csr.key-reused", other,
                issue->device_id, "This key must not be certified any more");
  return FALSE;
}

/* A signature that fails the profile, or that cannot be recorded, is forgotten. */
static gboolean
sign (ZmSigner        *signer,
      const ZmCaller  *caller,
      ZmIssue         *issue,
      GError         **error)
{
  ZmMandate *mandate = signer->state->mandate;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autofree char *text = NULL;

  if (!zm_witness_check (signer, error) || !zm_mandate_check_installed (mandate, error) ||
      !zm_state_check_clock (signer->state, caller->now.wall, error) ||
      !check_age (issue, caller->now.wall, error) || !check_key_again (signer, issue, error))
    return FALSE;
  certificate = zm_profile_sign (issue->tbs, zm_keystore_get_intermediate (signer->keystore),
                                 error);
  if (certificate == NULL ||
      !zm_profile_check (&mandate->policy, ZM_PROFILE_DEVICE, certificate,
                         zm_mandate_get_intermediate (mandate), error))
    return FALSE;

  text = encode_bytes (zm_certificate_get_der (certificate));
  return zm_signer_record (signer, caller, "issue.signed",
                           json_pack ("{s:s, s:s}", "serial", issue->serial, "certificate", text),
                           error);
}

json_t *
zm_issuer_sign (ZmSigner        *signer,
                const ZmCaller  *caller,
                const json_t    *request,
                GError         **error)
{
  g_autoptr(GBytes) tbs = zm_base64_decode (get_text (request, "tbs"));
  ZmIssue *issue = find_tbs (signer, tbs, error);
  g_autofree char *text = NULL;

  if (issue == NULL)
    return NULL;
  if (issue->state == ZM_ISSUE_PREPARED && !sign (signer, caller, issue, error))
    return NULL;

  text = encode_bytes (issue->certificate);
  return json_pack ("{s:s}", "certificate", text);
}

json_t *
zm_issuer_cancel (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const json_t    *request,
                  GError         **error)
{
  const char *serial = get_text (request, "serial");
  ZmIssue *issue = zm_issued_find (signer->state->issued, serial);

  if (issue == NULL)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "issue.not-prepared", serial, "a serial number",
                    "No certificate of this serial number was prepared here");
      return NULL;
    }
  if (issue->state == ZM_ISSUE_SIGNED)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "issue.signed", serial, NULL,
                    "This certificate is signed already; it can only be revoked");
      return NULL;
    }
  if (issue->state == ZM_ISSUE_PREPARED && !cancel (signer, caller, issue, error))
    return NULL;

  return json_object ();
}

json_t *
zm_issuer_retire (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const json_t    *request,
                  GError         **error)
{
  const char *device_id = get_text (request, "deviceId");

  /* Retiring what is retired is no fact. */
  if (!zm_state_is_retired (signer->state, device_id) &&
      !zm_signer_record (signer, caller, "device.retired", json_pack ("{s:s}", "device", device_id),
                         error))
    return NULL;

  return json_object ();
}
