#include "app/central/central-authorities.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/chain.h"

#define CA_MAX   (ZM_CHAIN_MAX - 1)
#define FILE_MAX (CA_MAX * 2 * ZM_CERTIFICATE_MAX)

static gboolean
add_chain (GPtrArray   *authorities,
           const char  *path,
           GError     **error)
{
  ZmCertificate *root = authorities->pdata[0];
  g_autoptr(GBytes) file = zm_file_read (path, FILE_MAX, error);
  g_autoptr(GPtrArray) chain = NULL;

  if (file == NULL)
    return FALSE;
  chain = zm_certificate_list_from_pem (g_bytes_get_data (file, NULL), g_bytes_get_size (file),
                                        CA_MAX, error);
  if (chain == NULL ||
      !zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, root, NULL,
                        ZM_PURPOSE_CA, zm_instant_now (), error))
    return FALSE;

  g_ptr_array_extend_and_steal (authorities, g_steal_pointer (&chain));
  return TRUE;
}

GPtrArray *
zm_central_authorities_load (ZmCertificate      *root,
                             const char *const  *files,
                             GError            **error)
{
  g_autoptr(GPtrArray) authorities =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (files != NULL, NULL);

  g_ptr_array_add (authorities, zm_certificate_ref (root));
  for (gsize i = 0; files[i] != NULL; i++)
    {
      if (!add_chain (authorities, files[i], error))
        return NULL;
    }

  return g_steal_pointer (&authorities);
}

static gboolean
is_issuer (ZmCertificate *authority,
           ZmCrl         *crl)
{
  return g_str_equal (zm_certificate_get_subject (authority), zm_crl_get_issuer (crl));
}

gboolean
zm_central_authorities_know (GPtrArray *authorities,
                             ZmCrl     *crl)
{
  g_return_val_if_fail (authorities != NULL, FALSE);
  g_return_val_if_fail (crl != NULL, FALSE);

  for (guint i = 0; i < authorities->len; i++)
    {
      if (is_issuer (authorities->pdata[i], crl))
        return TRUE;
    }

  return FALSE;
}

/* A CA may have been made anew under its old name; the last one's objection stands. */
gboolean
zm_central_authorities_judge (GPtrArray  *authorities,
                              ZmCrl      *crl,
                              GError    **error)
{
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (authorities != NULL, FALSE);
  g_return_val_if_fail (crl != NULL, FALSE);

  for (guint i = 0; i < authorities->len; i++)
    {
      if (!is_issuer (authorities->pdata[i], crl))
        continue;
      g_clear_error (&refusal);
      if (zm_crl_verify (crl, authorities->pdata[i], &refusal))
        return TRUE;
    }

  if (refusal == NULL)
    zm_error_set (&refusal, ZM_ERROR_REFUSED, "crl.issuer", zm_crl_get_issuer (crl),
                  "the root, or a CA in a file of --ca",
                  "The revocation list is of a CA that is not known here");
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
