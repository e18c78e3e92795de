#include "app/station/certificate-desk.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/authority.h"

#include <string.h>

#define FILE_MAX   (8 * ZM_CERTIFICATE_MAX) /* bytes */
#define CHAIN_MAX  4
#define PEM_BEGIN  "-----BEGIN"

GPtrArray *
zm_certificate_desk_list (ZmStation  *station,
                          GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  return zm_certificate_record_list (zm_station_get_database (station), error);
}

static gboolean
is_in_use (const ZmCertificateRecord *record)
{
  return record->state == ZM_CERTIFICATE_ACTIVE || record->state == ZM_CERTIFICATE_ISSUED;
}

/* NULL without an error: the device has none. */
static ZmCertificateRecord *
find_of_device (ZmStation   *station,
                const char  *device_id,
                GError     **error)
{
  g_autoptr(GPtrArray) list =
    zm_certificate_record_list_of_device (zm_station_get_database (station), device_id, error);
  const ZmCertificateRecord *chosen = NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const ZmCertificateRecord *record = list->pdata[i];

      if (chosen == NULL || (is_in_use (record) && !is_in_use (chosen)))
        chosen = record;
    }
  if (chosen == NULL)
    return NULL;

  return zm_certificate_record_get (zm_station_get_database (station), chosen->serial, error);
}

ZmCertificateRecord *
zm_certificate_desk_find (ZmStation   *station,
                          const char  *name,
                          GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *serial = NULL;
  ZmCertificateRecord *record = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  /* A device may be called "10": what a person registered comes before what it also could be. */
  if (zm_device_id_is_valid (name, -1))
    record = find_of_device (station, name, &local);
  serial = record == NULL && local == NULL ? zm_certificate_parse_serial (name) : NULL;
  if (serial != NULL)
    record = zm_certificate_record_get (zm_station_get_database (station), serial, &local);
  if (record != NULL)
    return record;

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    zm_error_set (error, ZM_ERROR_NOT_FOUND, "certificate.unknown", name,
                  "a serial number, or a device with a certificate",
                  "There is no certificate of this name");
  return NULL;
}

static gboolean
write_pem (const char            *directory,
           const char            *file,
           ZmCertificate *const  *certificates,
           gsize                  count,
           GError               **error)
{
  g_autofree char *path = g_build_filename (directory, file, NULL);
  g_autofree char *pem = zm_certificate_list_to_pem (certificates, count);

  return zm_file_write (path, pem, strlen (pem), 0644, error);
}

/* The CAs between the certificate and the root, the certificate first. */
static GPtrArray *
build_chain (const ZmStationAuthority *authority,
             ZmCertificate            *leaf)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  const char *issuer = zm_certificate_get_issuer (leaf);

  g_ptr_array_add (chain, zm_certificate_ref (leaf));
  for (guint i = 0; i < authority->chain->len; i++)
    {
      ZmCertificate *above = authority->chain->pdata[i];

      if (!g_str_equal (zm_certificate_get_subject (above), issuer))
        continue;
      g_ptr_array_add (chain, zm_certificate_ref (above));
      issuer = zm_certificate_get_issuer (above);
    }

  return chain;
}

gboolean
zm_certificate_desk_export (ZmStation                  *station,
                            const ZmCertificateRecord  *record,
                            const char                 *directory,
                            GError                    **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(ZmCertificate) leaf = NULL;
  g_autoptr(GPtrArray) chain = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (record != NULL && directory != NULL, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;
  leaf = zm_certificate_new_from_der (g_bytes_get_data (record->der, NULL),
                                      g_bytes_get_size (record->der), error);
  if (leaf == NULL || !zm_file_make_directory (directory, error))
    return FALSE;

  chain = build_chain (authority, leaf);
  return write_pem (directory, "certificate.pem", &leaf, 1, error) &&
         write_pem (directory, "fullchain.pem", (ZmCertificate *const *) chain->pdata, chain->len,
                    error) &&
         write_pem (directory, "root.pem", &authority->root, 1, error);
}

static GPtrArray *
read_file (const char  *file,
           GError     **error)
{
  g_autoptr(GBytes) content = zm_file_read (file, FILE_MAX, error);
  g_autoptr(GPtrArray) list = NULL;
  ZmCertificate *certificate;
  const char *data;
  gsize length;

  if (content == NULL)
    return NULL;
  data = g_bytes_get_data (content, &length);
  if (length > 0 && g_strstr_len (data, (gssize) length, PEM_BEGIN) != NULL)
    return zm_certificate_list_from_pem (data, length, CHAIN_MAX, error);

  certificate = zm_certificate_new_from_der (data, length, error);
  if (certificate == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  g_ptr_array_add (list, certificate);

  return g_steal_pointer (&list);
}

/* What the record says it is, otherwise what it looks like. */
static ZmProfileKind
guess_kind (ZmStation     *station,
            ZmCertificate *certificate)
{
  static const ZmProfileKind kinds[] = {
    [ZM_CERTIFICATE_DEVICE] = ZM_PROFILE_DEVICE,
    [ZM_CERTIFICATE_CANARY] = ZM_PROFILE_CANARY,
    [ZM_CERTIFICATE_STATION] = ZM_PROFILE_STATION,
    [ZM_CERTIFICATE_SERVER] = ZM_PROFILE_SERVER,
    [ZM_CERTIFICATE_INTERMEDIATE] = ZM_PROFILE_INTERMEDIATE,
    [ZM_CERTIFICATE_ROOT] = ZM_PROFILE_ROOT,
  };
  g_autoptr(ZmCertificateRecord) record =
    zm_certificate_record_get (zm_station_get_database (station),
                               zm_certificate_get_serial (certificate), NULL);

  if (record != NULL && g_bytes_equal (record->der, zm_certificate_get_der (certificate)))
    return kinds[record->kind];
  if (zm_certificate_is_ca (certificate))
    return ZM_PROFILE_INTERMEDIATE;

  return zm_certificate_get_uri (certificate) != NULL ? ZM_PROFILE_DEVICE : ZM_PROFILE_SERVER;
}

static ZmPurpose
purpose_of (ZmProfileKind kind)
{
  switch (kind)
    {
    case ZM_PROFILE_ROOT:
    case ZM_PROFILE_INTERMEDIATE:
      return ZM_PURPOSE_CA;
    case ZM_PROFILE_STATION:
      return ZM_PURPOSE_SIGN;
    case ZM_PROFILE_SERVER:
      return ZM_PURPOSE_SERVER;
    case ZM_PROFILE_DEVICE:
    case ZM_PROFILE_CANARY:
    default:
      return ZM_PURPOSE_CLIENT;
    }
}

/* What the root signs may come from a hospital's own CA, with a profile of its own. */
static gboolean
check_profile (const ZmStationAuthority  *authority,
               ZmCertificate             *certificate,
               ZmCertificate             *issuer,
               ZmProfileKind              kind,
               GError                   **error)
{
  if (kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY)
    return zm_profile_check (&authority->policy, kind, certificate, issuer, error);

  return zm_profile_check_imported (kind, certificate, NULL, error);
}

static gboolean
verify_chain (ZmStation                 *station,
              const ZmStationAuthority  *authority,
              GPtrArray                 *chain,
              ZmProfileKind              kind,
              GError                   **error)
{
  g_autoptr(GPtrArray) crls = zm_authority_load_crls (station, error);
  ZmCertificate *leaf = chain->pdata[0];
  ZmCertificate *issuer = chain->len > 1 ? chain->pdata[1] : authority->root;

  return crls != NULL &&
         zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, authority->root, crls,
                          purpose_of (kind), zm_instant_now (), error) &&
         check_profile (authority, leaf, issuer, kind, error);
}

static gboolean
verify (ZmStation                 *station,
        const ZmStationAuthority  *authority,
        GPtrArray                 *given,
        ZmProfileKind              kind,
        GError                   **error)
{
  g_autoptr(GPtrArray) chain = NULL;

  /* The root has nothing above it: it is this station's own, or it is none. */
  if (kind == ZM_PROFILE_ROOT)
    return check_profile (authority, given->pdata[0], authority->root, kind, error);
  if (given->len > 1)
    return verify_chain (station, authority, given, kind, error);

  chain = build_chain (authority, given->pdata[0]);
  return verify_chain (station, authority, chain, kind, error);
}

gboolean
zm_certificate_desk_verify (ZmStation      *station,
                            const char     *file,
                            ZmCertificate **certificate,
                            ZmProfileKind  *kind,
                            GError        **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(GPtrArray) given = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (file != NULL && certificate != NULL && kind != NULL, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;
  given = read_file (file, error);
  if (given == NULL)
    return FALSE;

  *certificate = zm_certificate_ref (given->pdata[0]);
  *kind = guess_kind (station, *certificate);
  return verify (station, authority, given, *kind, error);
}
