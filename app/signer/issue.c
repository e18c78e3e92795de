#include "app/signer/issue.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/pki/digest.h"
#include "app/pki/profile.h"

#define TEXT_MAX    1024
#define UNKNOWN_END (G_MAXINT64 / 2) /* of a certificate that nobody has: it is listed for ever */

static gboolean
read_text (const json_t  *entry,
           const char    *member,
           char         **text,
           GError       **error)
{
  *text = g_strdup (zm_json_get_string (entry, member, TEXT_MAX, "ledger.entry", error));

  return *text != NULL;
}

static GBytes *
read_bytes (const json_t  *entry,
            const char    *member,
            GError       **error)
{
  const char *text = zm_json_get_string (entry, member, 2 * ZM_CERTIFICATE_MAX, "ledger.entry",
                                         error);
  GBytes *bytes;

  if (text == NULL)
    return NULL;

  bytes = zm_base64_decode (text);
  if (bytes == NULL)
    zm_error_set (error, ZM_ERROR_INVALID, "ledger.entry", "other text", "base64",
                  "Member “%s” is not base64", member);

  return bytes;
}

ZmIssue *
zm_issue_new_prepared (const json_t  *entry,
                       ZmInstant      time,
                       GError       **error)
{
  g_autoptr(ZmIssue) issue = g_new0 (ZmIssue, 1);

  g_return_val_if_fail (entry != NULL, NULL);

  if (!read_text (entry, "serial", &issue->serial, error) ||
      !read_text (entry, "device", &issue->device_id, error) ||
      !read_text (entry, "label", &issue->device_label, error) ||
      !read_text (entry, "session", &issue->session, error) ||
      !read_text (entry, "csr", &issue->csr_sha256, error) ||
      !read_text (entry, "key", &issue->key_hash, error) ||
      !zm_json_get_integer (entry, "window", 0, G_MAXINT32, &issue->window, "ledger.entry", error))
    return NULL;

  issue->prepared_at = time;
  issue->tbs = read_bytes (entry, "tbs", error);
  if (issue->tbs == NULL)
    return NULL;
  issue->tbs_sha256 = zm_digest_sha256_hex (g_bytes_get_data (issue->tbs, NULL),
                                            g_bytes_get_size (issue->tbs));

  return g_steal_pointer (&issue);
}

ZmIssue *
zm_issue_new_recovered (const json_t  *entry,
                        GError       **error)
{
  g_autoptr(ZmIssue) issue = g_new0 (ZmIssue, 1);

  g_return_val_if_fail (entry != NULL, NULL);

  if (!read_text (entry, "serial", &issue->serial, error) ||
      !read_text (entry, "device", &issue->device_id, error) ||
      !read_text (entry, "key", &issue->key_hash, error) ||
      !zm_issue_sign (issue, entry, error))
    return NULL;

  issue->canary = g_str_equal (issue->device_id, ZM_PROFILE_CANARY_ID);
  return g_steal_pointer (&issue);
}

ZmIssue *
zm_issue_new_canary (const json_t  *entry,
                     GError       **error)
{
  g_autoptr(ZmIssue) issue = zm_issue_new_recovered (entry, error);

  if (issue == NULL || !zm_issue_revoke (issue, entry, error))
    return NULL;

  return g_steal_pointer (&issue);
}

ZmIssue *
zm_issue_new_revoked (const json_t  *entry,
                      GError       **error)
{
  g_autoptr(ZmIssue) issue = g_new0 (ZmIssue, 1);

  g_return_val_if_fail (entry != NULL, NULL);

  if (!read_text (entry, "serial", &issue->serial, error) ||
      !zm_issue_revoke (issue, entry, error))
    return NULL;

  issue->state = ZM_ISSUE_SIGNED;
  issue->not_after = UNKNOWN_END;
  return g_steal_pointer (&issue);
}

void
zm_issue_free (ZmIssue *issue)
{
  if (issue == NULL)
    return;

  g_free (issue->serial);
  g_free (issue->device_id);
  g_free (issue->device_label);
  g_free (issue->session);
  g_free (issue->csr_sha256);
  g_free (issue->key_hash);
  g_clear_pointer (&issue->tbs, g_bytes_unref);
  g_free (issue->tbs_sha256);
  g_clear_pointer (&issue->certificate, g_bytes_unref);
  g_free (issue);
}

gboolean
zm_issue_is_stale (const ZmIssue *issue,
                   ZmInstant      now)
{
  g_return_val_if_fail (issue != NULL, FALSE);

  return issue->state == ZM_ISSUE_PREPARED && now - issue->prepared_at > ZM_ISSUE_PREPARED_MAX;
}

gboolean
zm_issue_sign (ZmIssue       *issue,
               const json_t  *entry,
               GError       **error)
{
  g_autoptr(GBytes) der = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  g_return_val_if_fail (issue != NULL, FALSE);

  der = read_bytes (entry, "certificate", error);
  if (der == NULL)
    return FALSE;
  certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                             error);
  if (certificate == NULL)
    return FALSE;

  issue->certificate = g_steal_pointer (&der);
  issue->not_after = zm_certificate_get_not_after (certificate);
  issue->state = ZM_ISSUE_SIGNED;

  return TRUE;
}

void
zm_issue_cancel (ZmIssue *issue)
{
  g_return_if_fail (issue != NULL);

  issue->state = ZM_ISSUE_CANCELLED;
  g_clear_pointer (&issue->tbs, g_bytes_unref);
}

gboolean
zm_issue_revoke (ZmIssue       *issue,
                 const json_t  *entry,
                 GError       **error)
{
  const char *name = zm_json_get_string (entry, "reason", 64, "ledger.entry", error);
  const char *time = name == NULL ? NULL : zm_json_get_string (entry, "revokedAt", 64,
                                                               "ledger.entry", error);
  ZmInstant at;
  ZmReason reason;

  g_return_val_if_fail (issue != NULL, FALSE);

  if (name == NULL || time == NULL)
    return FALSE;
  if (!zm_crl_reason_parse (name, &reason) || !zm_instant_parse (time, &at))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ledger.entry", name, "a reason and a time",
                    "A revocation has no reason or time");
      return FALSE;
    }

  issue->revoked = TRUE;
  issue->revoked_at = at;
  issue->reason = reason;

  return TRUE;
}
