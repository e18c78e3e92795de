#include "app/signer/founder.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/pki/chain.h"
#include "app/pki/intermediate-rules.h"

#include <string.h>

#define INTERMEDIATE_NAME "ZMonitor Intermediate CA"
#define STATION_NAME      "ZMonitor Provisioning Station"

json_t *
zm_founder_set_policy (ZmSigner        *signer,
                       const ZmCaller  *caller,
                       const json_t    *request,
                       GError         **error)
{
  static const char *const names[] = { "hospital", "identityHost", "serverUrl", "crlUrl", "origin",
                                       "deviceDays", "nameConstraints" };
  json_t *members;

  if (!zm_mandate_judge_policy (signer->state->mandate, request, error))
    return NULL;

  members = json_object ();
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set (members, names[i], json_object_get (request, names[i]));
  if (!zm_signer_record (signer, caller, "policy.set", members, error))
    return NULL;

  return json_object ();
}

static json_t *
make_request (ZmKey       *key,
              const char  *common_name,
              const char  *organization,
              GError     **error)
{
  g_autoptr(ZmCsr) csr = zm_csr_create (key, common_name, organization, NULL, error);
  g_autofree char *text = NULL;
  GBytes *der;

  if (csr == NULL)
    return NULL;

  der = zm_csr_get_der (csr);
  text = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));

  return json_string (text);
}

json_t *
zm_founder_make_requests (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error)
{
  const char *hospital = signer->state->mandate->policy.hospital;
  g_autoptr(json_t) intermediate = NULL;
  g_autoptr(json_t) station = NULL;

  if (!zm_mandate_check_policy (signer->state->mandate, error))
    return NULL;
  intermediate = make_request (zm_keystore_get_intermediate (signer->keystore), INTERMEDIATE_NAME,
                               hospital, error);
  if (intermediate == NULL)
    return NULL;
  station = make_request (zm_keystore_get_station (signer->keystore), STATION_NAME, hospital,
                          error);
  if (station == NULL)
    return NULL;

  return json_pack ("{s:O, s:O}", "intermediate", intermediate, "station", station);
}

static gboolean
check_key (ZmCertificate  *certificate,
           ZmKey          *key,
           const char     *check,
           GError        **error)
{
  const char *expected = zm_public_key_get_hash (zm_key_get_public (key));
  const char *seen = zm_certificate_get_key_hash (certificate);

  if (g_strcmp0 (seen, expected) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected,
                "The certificate “%s” is not for this signer's key",
                zm_certificate_get_subject (certificate));
  return FALSE;
}

/* Devices pin the root, so another one would be another hospital to them. */
static gboolean
check_root (const ZmMandate  *present,
            const ZmMandate  *draft,
            GError          **error)
{
  const char *seen = zm_certificate_get_sha256 (draft->root);

  if (present->root == NULL ||
      g_strcmp0 (seen, zm_certificate_get_sha256 (present->root)) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "authority.root", seen,
                zm_certificate_get_sha256 (present->root),
                "This station works under another root already");
  return FALSE;
}

static gboolean
check_chains (const ZmMandate  *draft,
              ZmInstant         now,
              GError          **error)
{
  ZmCertificate *station[] = { draft->station };

  return zm_chain_verify ((ZmCertificate *const *) draft->chain->pdata, draft->chain->len,
                          draft->root, NULL, ZM_PURPOSE_CA, now, error) &&
         zm_chain_verify (station, 1, draft->root, NULL, ZM_PURPOSE_SIGN, now, error);
}

/* What the authority is for, tried: a device certificate for the worthless key, which nobody
 * gets. */
static gboolean
try_device (ZmSigner         *signer,
            const ZmMandate  *draft,
            ZmInstant         now,
            GError          **error)
{
  const ZmPolicy *policy = &signer->state->mandate->policy;
  ZmKey *key = zm_keystore_get_intermediate (signer->keystore);
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_DEVICE,
    .common_name = "trial",
    .device_label = "trial",
    .key = zm_key_get_public (signer->draft_key),
    .now = now,
  };
  g_autoptr(GBytes) tbs = zm_profile_compose (policy, &subject,
                                              g_ptr_array_index (draft->chain, 0),
                                              zm_key_get_public (key), error);
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(ZmCertificate) leaf = NULL;

  if (tbs == NULL)
    return FALSE;
  leaf = zm_profile_sign (tbs, key, error);
  if (leaf == NULL)
    return FALSE;

  chain = g_ptr_array_new ();
  g_ptr_array_add (chain, leaf);
  g_ptr_array_extend (chain, draft->chain, NULL, NULL);

  return zm_profile_check (policy, ZM_PROFILE_DEVICE, leaf, g_ptr_array_index (draft->chain, 0),
                           error) &&
         zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, draft->root, NULL,
                          ZM_PURPOSE_CLIENT, now, error);
}

/* All of it, in the order in which a person would look. */
static gboolean
judge_certificates (ZmSigner         *signer,
                    const ZmMandate  *draft,
                    ZmInstant         now,
                    GError          **error)
{
  ZmCertificate *intermediate = g_ptr_array_index (draft->chain, 0);

  return check_key (intermediate, zm_keystore_get_intermediate (signer->keystore),
                    "authority.intermediate-key", error) &&
         check_key (draft->station, zm_keystore_get_station (signer->keystore),
                    "authority.station-key", error) &&
         check_root (signer->state->mandate, draft, error) &&
         check_chains (draft, now, error) &&
         zm_intermediate_rules_check_all (intermediate,
                                          signer->state->mandate->policy.name_constraints,
                                          error) &&
         try_device (signer, draft, now, error);
}

json_t *
zm_founder_install (ZmSigner        *signer,
                    const ZmCaller  *caller,
                    const json_t    *request,
                    GError         **error)
{
  g_autoptr(ZmMandate) draft = zm_mandate_new ();
  json_t *members;

  if (!zm_mandate_check_policy (signer->state->mandate, error) ||
      !zm_mandate_install (draft, request, error) ||
      !judge_certificates (signer, draft, caller->now.wall, error))
    return NULL;

  members = json_pack ("{s:O, s:O, s:O}", "root", json_object_get (request, "root"), "chain",
                       json_object_get (request, "chain"), "station",
                       json_object_get (request, "station"));
  if (!zm_signer_record (signer, caller, "authority.installed", members, error))
    return NULL;

  return json_object ();
}
