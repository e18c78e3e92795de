#include "app/central/central-identity.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/chain.h"

#define KEY_FILE_MAX   (16 * 1024) /* bytes */
#define CHAIN_FILE_MAX (ZM_CHAIN_MAX * 2 * ZM_CERTIFICATE_MAX)

static GPtrArray *
read_certificates (const char  *path,
                   guint        max,
                   GError     **error)
{
  g_autoptr(GBytes) file = zm_file_read (path, CHAIN_FILE_MAX, error);

  if (file == NULL)
    return NULL;

  return zm_certificate_list_from_pem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), max,
                                       error);
}

static ZmKey *
read_key (const char  *path,
          GError     **error)
{
  g_autoptr(ZmSecret) pem = zm_file_read_secret (path, KEY_FILE_MAX, error);

  if (pem == NULL)
    return NULL;

  return zm_key_new_from_pem ((const char *) zm_secret_peek (pem), zm_secret_length (pem), NULL,
                              error);
}

static gboolean
check_key (ZmCertificate  *leaf,
           ZmKey          *key,
           GError        **error)
{
  ZmPublicKey *certified = zm_certificate_get_key (leaf);

  if (certified != NULL && zm_public_key_equal (certified, zm_key_get_public (key)))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "central.key", "another key", zm_certificate_get_subject (leaf),
                "The private key is not that of the certificate");
  return FALSE;
}

ZmCentralIdentity *
zm_central_identity_load (const char  *certificate,
                          const char  *key,
                          const char  *root,
                          GError     **error)
{
  g_autoptr(ZmCentralIdentity) self = g_new0 (ZmCentralIdentity, 1);
  g_autoptr(GPtrArray) roots = NULL;

  g_return_val_if_fail (certificate != NULL && key != NULL && root != NULL, NULL);

  self->chain = read_certificates (certificate, ZM_CHAIN_MAX, error);
  if (self->chain == NULL)
    return NULL;
  roots = read_certificates (root, 1, error);
  if (roots == NULL)
    return NULL;
  self->root = zm_certificate_ref (roots->pdata[0]);
  self->key = read_key (key, error);
  if (self->key == NULL)
    return NULL;

  if (!check_key (self->chain->pdata[0], self->key, error) ||
      !zm_chain_verify ((ZmCertificate *const *) self->chain->pdata, self->chain->len, self->root,
                        NULL, ZM_PURPOSE_SERVER, zm_instant_now (), error))
    return NULL;

  return g_steal_pointer (&self);
}

void
zm_central_identity_free (ZmCentralIdentity *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->key, zm_key_unref);
  g_clear_pointer (&self->root, zm_certificate_unref);
  g_free (self);
}

ZmCertificate *
zm_central_identity_get_leaf (ZmCentralIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->chain->pdata[0];
}
