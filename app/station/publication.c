#include "app/station/publication.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/authority-private.h"

typedef gboolean (*Visit) (ZmStation      *station,
                           ZmCertificate  *issuer,
                           const char     *file,
                           ZmCrl          *newest,
                           GError        **error);

char *
zm_publication_name_file (ZmCertificate *issuer,
                          ZmCertificate *root,
                          GPtrArray     *chain)
{
  guint i;

  if (issuer == root || !g_ptr_array_find (chain, issuer, &i))
    return g_strdup (ZM_AUTHORITY_CRL_ROOT);

  return i == 0 ? g_strdup (ZM_AUTHORITY_CRL_INTERMEDIATE) : g_strdup_printf ("ca-%u.crl", i);
}

/* NULL for what is no list of this CA's. */
static ZmCrl *
read_published (ZmStation     *station,
                ZmCertificate *issuer,
                const char    *file)
{
  g_autofree char *path = g_build_filename (zm_station_get_directory (station), "crl", file, NULL);
  g_autoptr(GBytes) content = zm_file_read (path, ZM_CRL_MAX, NULL);
  g_autoptr(ZmCrl) crl = NULL;

  if (content == NULL)
    return NULL;
  crl = zm_crl_new_from_der (g_bytes_get_data (content, NULL), g_bytes_get_size (content), NULL);

  return crl != NULL && zm_crl_verify (crl, issuer, NULL) ? g_steal_pointer (&crl) : NULL;
}

static gboolean
check_one (ZmStation      *station,
           ZmCertificate  *issuer,
           const char     *file,
           ZmCrl          *newest,
           GError        **error)
{
  g_autoptr(ZmCrl) published = read_published (station, issuer, file);
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  /* A newer one than is on record is the database's matter. */
  if (published != NULL && zm_crl_get_number (published) >= zm_crl_get_number (newest))
    return TRUE;

  seen = published == NULL ? g_strdup_printf ("crl/%s: none", file) :
         g_strdup_printf ("crl/%s: number %" G_GUINT64_FORMAT, file,
                          zm_crl_get_number (published));
  expected = g_strdup_printf ("number %" G_GUINT64_FORMAT, zm_crl_get_number (newest));
  zm_error_set (error, ZM_ERROR_CONFLICT, "crl.unpublished", seen, expected,
                "The published revocation list is not the newest one");
  return FALSE;
}

static gboolean
renew_one (ZmStation      *station,
           ZmCertificate  *issuer,
           const char     *file,
           ZmCrl          *newest,
           GError        **error)
{
  return check_one (station, issuer, file, newest, NULL) ||
         zm_authority_publish_crl (station, newest, issuer, file, error);
}

static gboolean
visit_all (ZmStation  *station,
           Visit       visit,
           GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(GPtrArray) crls = authority != NULL ? zm_authority_load_crls (station, error) : NULL;

  if (crls == NULL)
    return FALSE;
  for (guint i = 0; i < crls->len; i++)
    {
      ZmCertificate *issuer = zm_authority_find_issuer (authority->root, authority->chain,
                                                        zm_crl_get_issuer (crls->pdata[i]));
      g_autofree char *file = zm_publication_name_file (issuer, authority->root,
                                                        authority->chain);

      if (issuer != NULL && !visit (station, issuer, file, crls->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_publication_check (ZmStation  *station,
                      GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  return visit_all (station, check_one, error);
}

gboolean
zm_publication_renew (ZmStation  *station,
                      GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  return visit_all (station, renew_one, error);
}
