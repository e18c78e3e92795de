#include "app/station/authority-private.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"
#include "app/station/crl-succession.h"
#include "app/station/publication.h"

#include <string.h>

#define PEM_MAX (8 * ZM_CERTIFICATE_MAX)

static gboolean
write_text (const char  *directory,
            const char  *file,
            const char  *text,
            GError     **error)
{
  g_autofree char *path = g_build_filename (directory, file, NULL);

  return zm_file_write (path, text, strlen (text), 0644, error);
}

static gboolean
write_request (const char  *directory,
               const char  *file,
               ZmCsr       *csr,
               GError     **error)
{
  g_autofree char *pem = zm_csr_to_pem (csr);

  return write_text (directory, file, pem, error);
}

/* What the certificates must say, in the form that “openssl x509 -req -extfile” takes: the requests
 * themselves ask for nothing, since it is the CA that decides. */
static gboolean
write_extensions (const char             *directory,
                  const ZmAuthorityPlan  *plan,
                  GError                **error)
{
  static const char common[] =
    "subjectKeyIdentifier = hash\n"
    "authorityKeyIdentifier = keyid\n";
  g_autofree char *constraints = plan->no_name_constraints ? g_strdup ("") :
                                 g_strdup_printf ("nameConstraints = critical, permitted;URI:%s\n", plan->identity_host);
  g_autofree char *point = g_strdup_printf ("crlDistributionPoints = URI:%sroot.crl\n",
                                            plan->crl_url);
  g_autofree char *intermediate =
    g_strconcat ("basicConstraints = critical, CA:TRUE, pathlen:0\n"
                 "keyUsage = critical, keyCertSign, cRLSign\n"
                 "extendedKeyUsage = clientAuth\n", constraints, common, point, NULL);
  /* documentSigning, RFC 9336, which OpenSSL 3.0 has no name for. */
  g_autofree char *station =
    g_strconcat ("basicConstraints = critical, CA:FALSE\n"
                 "keyUsage = critical, digitalSignature\n"
                 "extendedKeyUsage = 1.3.6.1.5.5.7.3.36\n", common, point, NULL);

  return write_text (directory, "intermediate.ext", intermediate, error) &&
         write_text (directory, "station.ext", station, error);
}

static gboolean
write_requests (ZmStation              *station,
                const ZmAuthorityPlan  *plan,
                const char             *out_directory,
                GError                **error)
{
  g_autoptr(ZmCsr) intermediate = NULL;
  g_autoptr(ZmCsr) station_csr = NULL;
  g_autofree char *folder = g_canonicalize_filename (out_directory, NULL);
  g_autofree char *shown = zm_text_escape (folder, -1);

  if (!zm_authority_make_requests (station, &intermediate, &station_csr, error) ||
      !zm_file_make_directory (out_directory, error) ||
      !write_request (out_directory, "intermediate.csr", intermediate, error) ||
      !write_request (out_directory, "station.csr", station_csr, error) ||
      !write_extensions (out_directory, plan, error) ||
      !zm_authority_record_detail (station, "authority.requests-exported",
                                   json_pack ("{s:s, s:s, s:s}", "folder", shown,
                                              "intermediateSha256",
                                              zm_csr_get_sha256 (intermediate), "stationSha256",
                                              zm_csr_get_sha256 (station_csr)),
                                   error))
    return FALSE;

  zm_station_notify (station, "authority");
  return TRUE;
}

gboolean
zm_authority_export_requests (ZmStation              *station,
                              const ZmAuthorityPlan  *plan,
                              const char             *out_directory,
                              GError                **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (plan != NULL && out_directory != NULL, FALSE);

  return zm_authority_set_policy (station, plan, error) &&
         write_requests (station, plan, out_directory, error);
}

gboolean
zm_authority_export_again (ZmStation   *station,
                           const char  *out_directory,
                           GError     **error)
{
  g_autoptr(json_t) shown = NULL;
  const json_t *policy;
  ZmAuthorityPlan plan = { 0 };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (out_directory != NULL, FALSE);

  shown = zm_station_call (station, ZM_REQUEST_AUTHORITY_SHOW, NULL, error);
  if (shown == NULL)
    return FALSE;

  policy = json_object_get (shown, "policy");
  plan.identity_host = json_string_value (json_object_get (policy, "identityHost"));
  plan.crl_url = json_string_value (json_object_get (policy, "crlUrl"));
  plan.no_name_constraints = !json_is_true (json_object_get (policy, "nameConstraints"));

  return write_requests (station, &plan, out_directory, error);
}

static GPtrArray *
read_certificates (const char  *file,
                   guint        max,
                   GError     **error)
{
  g_autoptr(GBytes) content = zm_file_read (file, PEM_MAX, error);

  if (content == NULL)
    return NULL;

  return zm_certificate_list_from_pem (g_bytes_get_data (content, NULL),
                                       g_bytes_get_size (content), max, error);
}

static GPtrArray *
read_crls (const char *const  *files,
           GError            **error)
{
  g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autoptr(GBytes) content = zm_file_read (files[i], 2 * ZM_CRL_MAX, error);
      ZmCrl *crl;

      if (content == NULL)
        return NULL;
      crl = zm_crl_new_from_data (g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                                  error);
      if (crl == NULL)
        return NULL;
      g_ptr_array_add (crls, crl);
    }

  return g_steal_pointer (&crls);
}

/* Of the root and of the CAs between; the intermediate's own is made here. */
gboolean
zm_authority_check_crl (ZmStation      *station,
                        ZmCrl          *crl,
                        ZmCertificate  *root,
                        GPtrArray      *chain,
                        GError        **error)
{
  ZmCertificate *issuer = zm_authority_find_issuer (root, chain, zm_crl_get_issuer (crl));

  if (issuer != NULL && issuer != chain->pdata[0])
    return zm_crl_verify (crl, issuer, error) &&
           zm_crl_succession_check (station, crl, issuer, error);

  zm_error_set (error, ZM_ERROR_REFUSED, "crl.issuer", zm_crl_get_issuer (crl),
                "a CA above the intermediate", "This list is of no CA that it could be used for");
  return FALSE;
}

gboolean
zm_authority_publish_crls (ZmStation      *station,
                           GPtrArray      *crls,
                           ZmCertificate  *root,
                           GPtrArray      *chain,
                           GError        **error)
{
  for (guint i = 0; i < crls->len; i++)
    {
      ZmCrl *crl = crls->pdata[i];
      ZmCertificate *issuer = zm_authority_find_issuer (root, chain, zm_crl_get_issuer (crl));
      g_autofree char *file = zm_publication_name_file (issuer, root, chain);

      if (!zm_authority_publish_crl (station, crl, issuer, file, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_crls (ZmStation      *station,
            GPtrArray      *crls,
            ZmCertificate  *root,
            GPtrArray      *chain,
            GError        **error)
{
  for (guint i = 0; i < crls->len; i++)
    {
      if (!zm_authority_check_crl (station, crls->pdata[i], root, chain, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_authority_take_answers (ZmStation      *station,
                           ZmCertificate  *root,
                           GPtrArray      *chain,
                           ZmCertificate  *station_certificate,
                           GPtrArray      *crls,
                           GError        **error)
{
  if (!zm_authority_install (station, root, chain, station_certificate, error) ||
      !zm_authority_publish_crls (station, crls, root, chain, error) ||
      !zm_authority_record (station, "authority.imported", error) ||
      !zm_authority_complete (station, error))
    return FALSE;

  zm_station_notify (station, "authority");
  return TRUE;
}

gboolean
zm_authority_import (ZmStation          *station,
                     const char         *root_file,
                     const char         *chain_file,
                     const char         *station_file,
                     const char *const  *crl_files,
                     GError            **error)
{
  g_autoptr(GPtrArray) root = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(GPtrArray) leaf = NULL;
  g_autoptr(GPtrArray) crls = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (root_file != NULL && chain_file != NULL && station_file != NULL, FALSE);

  /* Everything is read and judged before anything is changed. */
  root = read_certificates (root_file, 1, error);
  if (root == NULL)
    return FALSE;
  chain = read_certificates (chain_file, ZM_AUTHORITY_CHAIN_MAX, error);
  if (chain == NULL)
    return FALSE;
  leaf = read_certificates (station_file, 1, error);
  if (leaf == NULL)
    return FALSE;
  crls = read_crls (crl_files, error);

  return crls != NULL && check_crls (station, crls, root->pdata[0], chain, error) &&
         zm_authority_take_answers (station, root->pdata[0], chain, leaf->pdata[0], crls, error);
}
