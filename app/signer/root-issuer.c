#include "app/signer/root-issuer.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/csr.h"

#include <string.h>

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

static ZmCsr *
read_csr (const json_t  *request,
          GError       **error)
{
  const char *pem = get_text (request, "csr");

  return zm_csr_new_from_pem (pem, strlen (pem), error);
}

/* Recorded on the media before anybody gets it. */
static gboolean
record (ZmCeremony     *ceremony,
        const char     *kind,
        ZmCertificate  *certificate,
        GError        **error)
{
  g_autofree char *not_after = zm_instant_format (zm_certificate_get_not_after (certificate));
  g_autofree char *pem = zm_certificate_to_pem (certificate);
  json_t *members = json_pack ("{s:s, s:s, s:s, s:s, s:s}", "serial",
                               zm_certificate_get_serial (certificate), "profile", kind,
                               "commonName", zm_certificate_get_common_name (certificate),
                               "notAfter", not_after, "certificate", pem);

  return zm_ledger_append (ceremony->ledger, "certificate.signed", zm_instant_now (), members,
                           error);
}

static ZmCertificate *
sign (ZmCeremony        *ceremony,
      ZmProfileSubject  *subject,
      GError           **error)
{
  const ZmPolicy *policy = &ceremony->book->policy;
  g_autoptr(GBytes) tbs = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (subject->common_name == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ceremony.name", "no name", "one commonName",
                    "Neither the request nor its CSR names the certificate's holder");
      return NULL;
    }

  subject->now = zm_instant_now ();
  tbs = zm_profile_compose (policy, subject, ceremony->root, zm_key_get_public (ceremony->key),
                            error);
  if (tbs == NULL)
    return NULL;
  certificate = zm_profile_sign (tbs, ceremony->key, error);
  if (certificate == NULL ||
      !zm_profile_check (policy, subject->kind, certificate, ceremony->root, error) ||
      !record (ceremony, zm_profile_name (subject->kind), certificate, error))
    return NULL;

  return g_steal_pointer (&certificate);
}

static json_t *
describe (ZmCertificate *certificate)
{
  g_autofree char *pem = zm_certificate_to_pem (certificate);
  g_autofree char *not_after = zm_instant_format (zm_certificate_get_not_after (certificate));

  return json_pack ("{s:s, s:s, s:s}", "certificate", pem, "serial",
                    zm_certificate_get_serial (certificate), "notAfter", not_after);
}

static json_t *
sign_csr (ZmCeremony     *ceremony,
          const json_t   *request,
          ZmProfileKind   kind,
          GError        **error)
{
  g_autoptr(ZmCsr) csr = read_csr (request, error);
  g_autoptr(ZmCertificate) certificate = NULL;
  ZmProfileSubject subject = { .kind = kind, .common_name = get_text (request, "commonName") };

  if (csr == NULL)
    return NULL;

  subject.key = zm_csr_get_key (csr);
  if (subject.common_name == NULL)
    subject.common_name = zm_csr_get_common_name (csr);
  certificate = sign (ceremony, &subject, error);

  return certificate == NULL ? NULL : describe (certificate);
}

json_t *
zm_root_issuer_sign_intermediate (ZmCeremony    *ceremony,
                                  const json_t  *request,
                                  GError       **error)
{
  return sign_csr (ceremony, request, ZM_PROFILE_INTERMEDIATE, error);
}

json_t *
zm_root_issuer_sign_station (ZmCeremony    *ceremony,
                             const json_t  *request,
                             GError       **error)
{
  return sign_csr (ceremony, request, ZM_PROFILE_STATION, error);
}

/* Those of the request, or those that the CSR asks for. Strings are borrowed. */
static GPtrArray *
collect_names (const json_t *request,
               ZmCsr        *csr)
{
  GPtrArray *names = g_ptr_array_new ();
  const json_t *given = json_object_get (request, "dnsNames");
  gsize count = 0;
  const ZmCsrField *fields = csr != NULL && given == NULL ? zm_csr_get_fields (csr, &count) : NULL;

  for (gsize i = 0; i < json_array_size (given); i++)
    g_ptr_array_add (names, (gpointer) json_string_value (json_array_get (given, i)));
  for (gsize i = 0; i < count; i++)
    if (strcmp (fields[i].name, "SAN DNS") == 0 || strcmp (fields[i].name, "SAN IP") == 0)
      g_ptr_array_add (names, fields[i].value);
  g_ptr_array_add (names, NULL);

  return names;
}

static json_t *
sign_server_csr (ZmCeremony    *ceremony,
                 const json_t  *request,
                 GError       **error)
{
  g_autoptr(ZmCsr) csr = read_csr (request, error);
  g_autoptr(GPtrArray) names = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_SERVER,
    .common_name = get_text (request, "commonName"),
  };

  if (csr == NULL)
    return NULL;

  names = collect_names (request, csr);
  subject.key = zm_csr_get_key (csr);
  subject.dns_names = (const char *const *) names->pdata;
  if (subject.common_name == NULL)
    subject.common_name = zm_csr_get_common_name (csr);
  certificate = sign (ceremony, &subject, error);

  return certificate == NULL ? NULL : describe (certificate);
}

/* Never over an older key. */
static gboolean
write_server_files (const char     *directory,
                    ZmKey          *key,
                    ZmCertificate  *certificate,
                    GError        **error)
{
  g_autofree char *key_path = g_build_filename (directory, "server.key", NULL);
  g_autofree char *path = g_build_filename (directory, "server.pem", NULL);
  g_autoptr(ZmSecret) key_pem = zm_key_to_plain_pem (key);
  g_autofree char *pem = zm_certificate_to_pem (certificate);

  return zm_file_create (key_path, zm_secret_peek (key_pem), zm_secret_length (key_pem), 0600,
                         error) &&
         zm_file_write (path, pem, strlen (pem), 0644, error);
}

static json_t *
make_server (ZmCeremony    *ceremony,
             const json_t  *request,
             GError       **error)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, error);
  g_autoptr(GPtrArray) names = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_SERVER,
    .common_name = get_text (request, "commonName"),
  };

  if (key == NULL)
    return NULL;

  names = collect_names (request, NULL);
  subject.key = zm_key_get_public (key);
  subject.dns_names = (const char *const *) names->pdata;
  certificate = sign (ceremony, &subject, error);
  if (certificate == NULL ||
      !write_server_files (get_text (request, "out"), key, certificate, error))
    return NULL;

  return describe (certificate);
}

json_t *
zm_root_issuer_sign_server (ZmCeremony    *ceremony,
                            const json_t  *request,
                            GError       **error)
{
  gboolean has_csr = get_text (request, "csr") != NULL;
  gboolean has_out = get_text (request, "out") != NULL;

  if (has_csr == has_out)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ceremony.server", has_csr ? "both" : "neither",
                    "either csr, or out for a key that is made here",
                    "It is not clear where the server's key comes from");
      return NULL;
    }

  return has_csr ? sign_server_csr (ceremony, request, error)
                 : make_server (ceremony, request, error);
}
