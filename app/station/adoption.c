#include "app/station/adoption.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/pki/chain.h"
#include "app/pki/profile.h"
#include "app/station/authority.h"
#include "app/station/registry.h"
#include "app/store/certificate-record.h"
#include "app/store/transaction.h"

#include <string.h>

#define PEM_BEGIN "-----BEGIN"

/* What one file is judged by. */
typedef struct {
  ZmStation                *station;
  const char               *file;
  const ZmStationAuthority *authority;
  GPtrArray                *crls;
  GPtrArray                *cas;   /* ZmCertificate: of the file, of the station, and named ones */
  const GPtrArray          *named; /* NULL: none */
} Case;

void
zm_adoption_free (ZmAdoption *adoption)
{
  if (adoption == NULL)
    return;

  g_free (adoption->file);
  g_clear_pointer (&adoption->certificate, zm_certificate_unref);
  g_free (adoption->device_id);
  g_free (adoption->label);
  g_free (adoption->issuer_sha256);
  g_clear_error (&adoption->refusal);
  g_free (adoption);
}

/* --- Reading --- */

static GPtrArray *
new_certificates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
}

static GPtrArray *
read_content (GBytes  *content,
              GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (content, &length);
  ZmCertificate *certificate;
  GPtrArray *list;

  if (length > 0 && g_strstr_len (data, (gssize) length, PEM_BEGIN) != NULL)
    return zm_certificate_list_from_pem (data, length, ZM_ADOPTION_MAX, error);

  certificate = zm_certificate_new_from_der (data, length, error);
  if (certificate == NULL)
    return NULL;

  list = new_certificates ();
  g_ptr_array_add (list, certificate);
  return list;
}

static void
add_certificates (GPtrArray       *to,
                  const GPtrArray *from,
                  gboolean         is_ca)
{
  for (guint i = 0; from != NULL && i < from->len; i++)
    {
      if (zm_certificate_is_ca (from->pdata[i]) == is_ca)
        g_ptr_array_add (to, zm_certificate_ref (from->pdata[i]));
    }
}

GPtrArray *
zm_adoption_read_authorities (GBytes  *content,
                              GError **error)
{
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) cas = new_certificates ();

  g_return_val_if_fail (content != NULL, NULL);

  all = read_content (content, error);
  if (all == NULL)
    return NULL;
  add_certificates (cas, all, TRUE);
  if (cas->len == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "adopt.authority", NULL, "the certificate of a CA",
                    "There is no CA’s certificate in the file");
      return NULL;
    }

  return g_steal_pointer (&cas);
}

/* --- The chain --- */

static gboolean
is_root (ZmCertificate *certificate)
{
  return g_str_equal (zm_certificate_get_subject (certificate),
                      zm_certificate_get_issuer (certificate));
}

/* By name alone; whether it signed is the verification's to say. */
static ZmCertificate *
find_issuer (const GPtrArray *cas,
             ZmCertificate   *of)
{
  for (guint i = 0; i < cas->len; i++)
    {
      ZmCertificate *candidate = cas->pdata[i];

      if (g_str_equal (zm_certificate_get_subject (candidate), zm_certificate_get_issuer (of)) &&
          zm_certificate_verify (of, candidate, NULL))
        return candidate;
    }

  return NULL;
}

static gboolean
has_certificate (const GPtrArray *list,
                 ZmCertificate   *certificate)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      if (g_str_equal (zm_certificate_get_sha256 (list->pdata[i]),
                       zm_certificate_get_sha256 (certificate)))
        return TRUE;
    }

  return FALSE;
}

/* From the leaf upwards to the last CA below a root; root is what stands above that, or NULL. */
static GPtrArray *
build_chain (const Case     *item,
             ZmCertificate  *leaf,
             ZmCertificate **root)
{
  GPtrArray *chain = new_certificates ();
  ZmCertificate *above;

  g_ptr_array_add (chain, zm_certificate_ref (leaf));
  while ((above = find_issuer (item->cas, chain->pdata[chain->len - 1])) != NULL &&
         !is_root (above) && chain->len < ZM_CHAIN_MAX)
    g_ptr_array_add (chain, zm_certificate_ref (above));

  *root = above != NULL && is_root (above) ? above : NULL;
  return chain;
}

static gboolean
verify_own (const Case  *item,
            ZmAdoption  *adoption,
            GPtrArray   *chain,
            GError     **error)
{
  ZmCertificate *const *certificates = (ZmCertificate *const *) chain->pdata;
  ZmCertificate *root = item->authority->root;
  ZmCertificate *issuer = chain->len > 1 ? chain->pdata[1] : root;
  g_autoptr(GError) local = NULL;
  gboolean ok = zm_chain_verify (certificates, chain->len, root, item->crls, ZM_PURPOSE_CLIENT,
                                 zm_instant_now (), &local);

  /* Another station under the same root has lists of its own. */
  if (!ok && g_str_equal (zm_error_get_check (local), "chain.crl-missing"))
    {
      adoption->is_unlisted = TRUE;
      g_clear_error (&local);
      ok = zm_chain_verify (certificates, chain->len, root, NULL, ZM_PURPOSE_CLIENT,
                            zm_instant_now (), &local);
    }
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return zm_profile_check (&item->authority->policy, ZM_PROFILE_DEVICE, adoption->certificate,
                           issuer, error);
}

static gboolean
check_chain (const Case  *item,
             ZmAdoption  *adoption,
             GError     **error)
{
  ZmCertificate *root = NULL;
  g_autoptr(GPtrArray) chain = build_chain (item, adoption->certificate, &root);
  ZmCertificate *issuer = chain->len > 1 ? chain->pdata[1] : root;

  if (root != NULL && has_certificate (item->named, root) &&
      !g_str_equal (zm_certificate_get_sha256 (root),
                    zm_certificate_get_sha256 (item->authority->root)))
    {
      adoption->is_foreign = TRUE;
      adoption->is_unlisted = TRUE;
      if (!zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, root, NULL,
                            ZM_PURPOSE_CLIENT, zm_instant_now (), error))
        return FALSE;
    }
  else if (!verify_own (item, adoption, chain, error))
    return FALSE;

  adoption->issuer_sha256 = g_strdup (zm_certificate_get_sha256 (issuer));
  return TRUE;
}

/* --- Who it is --- */

static gboolean
refuse (GError      **error,
        ZmErrorCode   code,
        const char   *check,
        const char   *seen,
        const char   *expected,
        const char   *message)
{
  zm_error_set (error, code, check, seen, expected, "%s", message);
  return FALSE;
}

/* The machine identity is the URI's; where another CA wrote none, the common name is all there is. */
static gboolean
read_identity (ZmAdoption  *adoption,
               GError     **error)
{
  const char *name = zm_certificate_get_device_id (adoption->certificate);
  const char *label = zm_certificate_get_device_label (adoption->certificate);

  if (name == NULL || !zm_device_id_is_valid (name, -1))
    name = zm_certificate_get_common_name (adoption->certificate);
  if (name == NULL || !zm_device_id_is_valid (name, -1))
    return refuse (error, ZM_ERROR_INVALID, "adopt.identity",
                   zm_certificate_get_subject (adoption->certificate),
                   "a deviceId as URI or common name",
                   "The certificate does not say which device it is for");

  adoption->device_id = g_strdup (name);
  adoption->label = g_strdup (label != NULL && zm_device_label_check (label, NULL) ? label : name);
  return TRUE;
}

static gboolean
check_registry (const Case  *item,
                ZmAdoption  *adoption,
                GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(ZmDeviceRecord) known = zm_registry_get (item->station, adoption->device_id, &local);

  if (known == NULL && zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    return TRUE;
  if (known == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  adoption->is_registered = TRUE;
  g_free (adoption->label);
  adoption->label = g_strdup (known->label);
  return known->state != ZM_DEVICE_RETIRED ||
         refuse (error, ZM_ERROR_REFUSED, "adopt.retired", adoption->device_id,
                 "a device that is in use", "This device was retired");
}

static gboolean
check_history (const Case  *item,
               ZmAdoption  *adoption,
               GError     **error)
{
  ZmDatabase *database = zm_station_get_database (item->station);
  g_auto(ZmKeyHistory) history = { 0 };

  if (!zm_certificate_record_find_key (database,
                                       zm_certificate_get_key_hash (adoption->certificate),
                                       adoption->device_id, &history, error))
    return FALSE;
  if (history.other_device_id != NULL)
    return refuse (error, ZM_ERROR_REFUSED, "adopt.key", history.other_device_id,
                   adoption->device_id, "The key belongs to another device");

  return history.revoked_serial == NULL ||
         refuse (error, ZM_ERROR_REFUSED, "adopt.key", history.revoked_serial,
                 "a key that was never revoked", "A certificate of this key was revoked");
}

static gboolean
check_new (const Case  *item,
           ZmAdoption  *adoption,
           GError     **error)
{
  const char *serial = zm_certificate_get_serial (adoption->certificate);
  g_autoptr(GError) none = NULL;
  g_autoptr(ZmCertificateRecord) known =
    zm_certificate_record_get (zm_station_get_database (item->station), serial, &none);
  ZmCertificate *own = item->authority->chain->pdata[0];

  if (known != NULL && g_bytes_equal (known->der, zm_certificate_get_der (adoption->certificate)))
    return refuse (error, ZM_ERROR_CONFLICT, "adopt.exists", serial,
                   "a certificate that is not on record", "The station has this certificate");

  return !zm_certificate_verify (adoption->certificate, own, NULL) ||
         refuse (error, ZM_ERROR_CONFLICT, "adopt.own", serial,
                 "a certificate of another station or CA",
                 "This station issued the certificate, and has lost its record");
}

static ZmAdoption *
judge_leaf (const Case    *item,
            ZmCertificate *leaf)
{
  ZmAdoption *adoption = g_new0 (ZmAdoption, 1);

  adoption->file = g_strdup (item->file);
  adoption->certificate = zm_certificate_ref (leaf);
  if (read_identity (adoption, &adoption->refusal) &&
      check_new (item, adoption, &adoption->refusal) &&
      check_chain (item, adoption, &adoption->refusal) &&
      check_registry (item, adoption, &adoption->refusal))
    (void) check_history (item, adoption, &adoption->refusal);

  return adoption;
}

static ZmAdoption *
refuse_file (const char *file,
             GError     *refusal)
{
  ZmAdoption *adoption = g_new0 (ZmAdoption, 1);

  adoption->file = g_strdup (file);
  adoption->refusal = refusal;

  return adoption;
}

static void
judge_leaves (const Case *item,
              GPtrArray  *all,
              GPtrArray  *adoptions)
{
  for (guint i = 0; i < all->len; i++)
    {
      if (!zm_certificate_is_ca (all->pdata[i]))
        g_ptr_array_add (adoptions, judge_leaf (item, all->pdata[i]));
    }
}

static gboolean
gather (Case       *item,
        GPtrArray  *all,
        GError    **error)
{
  item->authority = zm_station_get_authority (item->station, error);
  if (item->authority == NULL)
    return FALSE;
  item->crls = zm_authority_load_crls (item->station, error);
  if (item->crls == NULL)
    return FALSE;

  item->cas = new_certificates ();
  add_certificates (item->cas, item->authority->chain, TRUE);
  g_ptr_array_add (item->cas, zm_certificate_ref (item->authority->root));
  add_certificates (item->cas, item->named, TRUE);
  add_certificates (item->cas, all, TRUE);
  return TRUE;
}

GPtrArray *
zm_adoption_judge (ZmStation       *station,
                   const char      *file,
                   GBytes          *content,
                   const GPtrArray *authorities)
{
  GPtrArray *adoptions = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_adoption_free);
  g_autoptr(GPtrArray) all = NULL;
  Case item = { .station = station, .file = file, .named = authorities };
  GError *refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), adoptions);
  g_return_val_if_fail (file != NULL && content != NULL, adoptions);

  all = read_content (content, &refusal);
  if (all != NULL && gather (&item, all, &refusal))
    judge_leaves (&item, all, adoptions);
  if (refusal == NULL && adoptions->len == 0)
    refuse (&refusal, ZM_ERROR_INVALID, "adopt.leaf", "certificates of CAs",
            "the certificate of a device", "There is no device’s certificate in the file");
  if (refusal != NULL)
    g_ptr_array_add (adoptions, refuse_file (file, refusal));

  g_clear_pointer (&item.crls, g_ptr_array_unref);
  g_clear_pointer (&item.cas, g_ptr_array_unref);
  return adoptions;
}

/* --- Taking --- */

static gboolean
store_device (ZmStation         *station,
              const ZmAdoption  *adoption,
              GError           **error)
{
  const ZmManifestRow row = { .device_id = adoption->device_id, .label = adoption->label };

  if (!adoption->is_registered && !zm_registry_insert_row (station, &row, error))
    return FALSE;

  /* It has an identity that works somewhere: another one is a re-key, and asked for as one. */
  return zm_registry_set_state_within (station, adoption->device_id, ZM_DEVICE_ACTIVE, error);
}

static gboolean
store_certificate (ZmStation         *station,
                   const ZmAdoption  *adoption,
                   GError           **error)
{
  ZmCertificate *certificate = adoption->certificate;
  const ZmCertificateRecord record = {
    .serial = (char *) zm_certificate_get_serial (certificate),
    .issuer_sha256 = adoption->issuer_sha256,
    .device_id = adoption->device_id,
    .kind = ZM_CERTIFICATE_DEVICE,
    .der = zm_certificate_get_der (certificate),
    .key_sha256 = (char *) zm_certificate_get_key_hash (certificate),
    .not_before = zm_certificate_get_not_before (certificate),
    .not_after = zm_certificate_get_not_after (certificate),
    .issued_at = zm_certificate_get_not_before (certificate),
    .state = ZM_CERTIFICATE_ISSUED,
    .origin = ZM_CERTIFICATE_ADOPTED,
  };
  g_autoptr(GError) local = NULL;

  if (zm_certificate_record_insert (zm_station_get_database (station), &record, &local))
    return TRUE;

  if (zm_error_matches (local, ZM_ERROR_CONFLICT))
    return refuse (error, ZM_ERROR_CONFLICT, "adopt.exists", record.serial,
                   "a certificate that is not on record", "The station has this certificate");

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
record_adoption (ZmStation         *station,
                 const ZmAdoption  *adoption,
                 GError           **error)
{
  ZmCertificate *certificate = adoption->certificate;
  g_autofree char *end = zm_instant_format (zm_certificate_get_not_after (certificate));
  const ZmStationEvent event = {
    .action = "certificate.adopted",
    .device = adoption->device_id,
    .detail = json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                         "serial", zm_certificate_get_serial (certificate),
                         "sha256", zm_certificate_get_sha256 (certificate),
                         "issuer", zm_certificate_get_issuer (certificate),
                         "authority", adoption->is_foreign ? "foreign" : "own",
                         "notAfter", end),
  };

  return zm_station_record (station, &event, error);
}

/* Of two certificates of one new device only the first registers it. */
static gboolean
take_one (ZmStation         *station,
          const ZmAdoption  *adoption,
          GHashTable        *stored,
          GError           **error)
{
  if (!g_hash_table_contains (stored, adoption->device_id) &&
      !store_device (station, adoption, error))
    return FALSE;

  g_hash_table_add (stored, adoption->device_id);
  return store_certificate (station, adoption, error) &&
         record_adoption (station, adoption, error);
}

static gboolean
check_rights (ZmStation        *station,
              const GPtrArray  *adoptions,
              GError          **error)
{
  ZmSignerClient *signer = zm_station_need_signer (station, error);
  gboolean any = FALSE;

  if (signer == NULL || !zm_station_check_operator (station, error))
    return FALSE;
  for (guint i = 0; i < adoptions->len; i++)
    {
      const ZmAdoption *adoption = adoptions->pdata[i];

      any = any || adoption->refusal == NULL;
      if (adoption->refusal == NULL && adoption->is_foreign &&
          !zm_signer_client_check_role (signer, ZM_ROLE_ADMINISTRATOR, error))
        return FALSE;
    }

  return any || refuse (error, ZM_ERROR_CONFLICT, "adopt.nothing", NULL,
                        "a certificate that can be adopted", "There is nothing to be adopted");
}

static gboolean
take_in_transaction (ZmStation        *station,
                     const GPtrArray  *adoptions,
                     guint            *taken,
                     GError          **error)
{
  g_autoptr(ZmTransaction) transaction = NULL;
  g_autoptr(GHashTable) stored = g_hash_table_new (g_str_hash, g_str_equal);
  guint count = 0;

  if (!check_rights (station, adoptions, error))
    return FALSE;
  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < adoptions->len; i++)
    {
      const ZmAdoption *adoption = adoptions->pdata[i];

      if (adoption->refusal != NULL)
        continue;
      if (!take_one (station, adoption, stored, error))
        return FALSE;
      count++;
    }
  if (!zm_transaction_commit (transaction, error))
    return FALSE;

  *taken = count;
  return TRUE;
}

gboolean
zm_adoption_take (ZmStation        *station,
                  const GPtrArray  *adoptions,
                  guint            *taken,
                  GError          **error)
{
  const ZmStationEvent event = { .action = "certificate.adopted", .outcome = ZM_AUDIT_FAILURE };
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (adoptions != NULL && taken != NULL, FALSE);

  if (take_in_transaction (station, adoptions, taken, &refusal))
    {
      zm_station_witness (station);
      zm_station_notify (station, "devices");
      return TRUE;
    }

  zm_station_record_refusal (station, &event, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
