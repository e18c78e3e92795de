#include "app/device/device-identity.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "app/protocol/payload.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_FILE           "key.pem"
#define CSR_FILE           "request.der"
#define CHAIN_FILE         "chain.pem"
#define ROOT_FILE          "root.pem"
#define CONFIGURATION_FILE "identity.json"

#define CHAIN_MAX         4    /* certificates */
#define CRLS_MAX          8
#define KEY_MAX           8192 /* bytes of PEM */
#define CONFIGURATION_MAX (2 * ZM_PAYLOAD_MAX)

void
zm_device_identity_free (ZmDeviceIdentity *identity)
{
  if (identity == NULL)
    return;

  g_clear_pointer (&identity->key, zm_key_unref);
  g_clear_pointer (&identity->csr, zm_csr_unref);
  g_clear_pointer (&identity->chain, g_ptr_array_unref);
  g_clear_pointer (&identity->root, zm_certificate_unref);
  g_clear_pointer (&identity->crls, g_ptr_array_unref);
  g_free (identity->server_url);
  g_free (identity->session_id);
  g_free (identity);
}

const char *
zm_device_identity_get_serial (const ZmDeviceIdentity *identity)
{
  return zm_certificate_get_serial (g_ptr_array_index (identity->chain, 0));
}

static char *
crl_path (const char *directory,
          guint       index)
{
  g_autofree char *name = g_strdup_printf ("crl-%u.der", index);

  return g_build_filename (directory, name, NULL);
}

static gboolean
check_mode (const char  *path,
            GError     **error)
{
  struct stat status = { 0 };
  g_autofree char *seen = NULL;

  if (lstat (path, &status) == 0 && S_ISREG (status.st_mode) &&
      (status.st_mode & 07777) == 0600 && status.st_uid == geteuid ())
    return TRUE;

  seen = g_strdup_printf ("mode %04o, owner %u", status.st_mode & 07777, (guint) status.st_uid);
  zm_error_set (error, ZM_ERROR_REFUSED, "file.mode", seen, "mode 0600, owned by this user",
                "The file “%s” is not as it was to be written", path);
  return FALSE;
}

static gboolean
write_file (const char  *directory,
            const char  *name,
            const void  *data,
            gsize        length,
            GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return zm_file_write (path, data, length, 0600, error) && check_mode (path, error);
}

static gboolean
write_crls (const ZmDeviceIdentity  *identity,
            const char              *directory,
            GError                 **error)
{
  for (guint i = 0; i < identity->crls->len; i++)
    {
      GBytes *der = zm_crl_get_der (g_ptr_array_index (identity->crls, i));
      g_autofree char *name = g_strdup_printf ("crl-%u.der", i);

      if (!write_file (directory, name, g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                       error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_device_identity_write_files (const ZmDeviceIdentity  *identity,
                                const char              *directory,
                                GError                 **error)
{
  g_autoptr(ZmSecret) key = zm_key_to_plain_pem (identity->key);
  GBytes *csr = zm_csr_get_der (identity->csr);
  g_autofree char *chain = NULL;
  g_autofree char *root = NULL;

  chain = zm_certificate_list_to_pem ((ZmCertificate *const *) identity->chain->pdata,
                                      identity->chain->len);
  root = zm_certificate_to_pem (identity->root);

  return write_file (directory, KEY_FILE, zm_secret_peek (key), zm_secret_length (key), error) &&
         write_file (directory, CSR_FILE, g_bytes_get_data (csr, NULL), g_bytes_get_size (csr),
                     error) &&
         write_file (directory, CHAIN_FILE, chain, strlen (chain), error) &&
         write_file (directory, ROOT_FILE, root, strlen (root), error) &&
         write_crls (identity, directory, error);
}

gboolean
zm_device_identity_write_configuration (const ZmDeviceIdentity  *identity,
                                        const char              *directory,
                                        GError                 **error)
{
  g_autoptr(json_t) object = json_object ();
  g_autofree char *text = NULL;

  zm_json_set_string (object, "serverUrl", identity->server_url);
  zm_json_set_string (object, "sessionId", identity->session_id);
  zm_json_set_string (object, "serial", zm_device_identity_get_serial (identity));
  zm_json_set_string (object, "key", KEY_FILE);
  zm_json_set_string (object, "chain", CHAIN_FILE);
  zm_json_set_string (object, "root", ROOT_FILE);
  text = json_dumps (object, JSON_INDENT (2));

  return write_file (directory, CONFIGURATION_FILE, text, strlen (text), error);
}

ZmKey *
zm_device_identity_read_key (const char  *directory,
                             GError     **error)
{
  g_autofree char *path = g_build_filename (directory, KEY_FILE, NULL);
  g_autoptr(ZmSecret) pem = zm_file_read_secret (path, KEY_MAX, error);

  if (pem == NULL)
    return NULL;

  return zm_key_new_from_pem ((const char *) zm_secret_peek (pem), zm_secret_length (pem), NULL,
                              error);
}

static gboolean
read_csr (ZmDeviceIdentity  *identity,
          const char        *directory,
          GError           **error)
{
  g_autofree char *path = g_build_filename (directory, CSR_FILE, NULL);
  g_autoptr(GBytes) der = zm_file_read (path, ZM_CSR_MAX, error);

  if (der == NULL)
    return FALSE;

  identity->csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                       error);
  return identity->csr != NULL;
}

static GPtrArray *
read_certificates (const char  *directory,
                   const char  *name,
                   guint        max,
                   GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr(GBytes) pem = zm_file_read (path, ZM_PAYLOAD_MAX, error);

  if (pem == NULL)
    return NULL;

  return zm_certificate_list_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), max,
                                       error);
}

static gboolean
read_chain (ZmDeviceIdentity  *identity,
            const char        *directory,
            GError           **error)
{
  g_autoptr(GPtrArray) root = NULL;

  identity->chain = read_certificates (directory, CHAIN_FILE, CHAIN_MAX, error);
  if (identity->chain == NULL)
    return FALSE;
  root = read_certificates (directory, ROOT_FILE, 1, error);
  if (root == NULL)
    return FALSE;

  identity->root = zm_certificate_ref (g_ptr_array_index (root, 0));
  return TRUE;
}

static gboolean
read_crls (ZmDeviceIdentity  *identity,
           const char        *directory,
           GError           **error)
{
  identity->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  for (guint i = 0; i < CRLS_MAX; i++)
    {
      g_autofree char *path = crl_path (directory, i);
      g_autoptr(GBytes) der = NULL;
      ZmCrl *crl;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
      der = zm_file_read (path, ZM_CRL_MAX, error);
      if (der == NULL)
        return FALSE;
      crl = zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
      if (crl == NULL)
        return FALSE;
      g_ptr_array_add (identity->crls, crl);
    }

  return TRUE;
}

static gboolean
read_configuration (ZmDeviceIdentity  *identity,
                    const char        *directory,
                    GError           **error)
{
  g_autofree char *path = g_build_filename (directory, CONFIGURATION_FILE, NULL);
  g_autoptr(GBytes) text = zm_file_read (path, CONFIGURATION_MAX, error);
  g_autoptr(json_t) object = NULL;
  const char *server_url, *session_id;

  if (text == NULL)
    return FALSE;

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text),
                                 "identity.configuration", error);
  if (object == NULL)
    return FALSE;
  server_url = zm_json_get_string (object, "serverUrl", ZM_PAYLOAD_MAX, "identity.configuration",
                                   error);
  if (server_url == NULL ||
      !zm_json_get_optional (object, "sessionId", ZM_PAYLOAD_MAX, &session_id,
                             "identity.configuration", error))
    return FALSE;

  identity->server_url = g_strdup (server_url);
  identity->session_id = g_strdup (session_id);
  return TRUE;
}

ZmDeviceIdentity *
zm_device_identity_read (const char  *directory,
                         GError     **error)
{
  g_autoptr(ZmDeviceIdentity) identity = g_new0 (ZmDeviceIdentity, 1);

  if (!read_configuration (identity, directory, error))
    return NULL;
  identity->key = zm_device_identity_read_key (directory, error);
  if (identity->key == NULL ||
      !read_csr (identity, directory, error) ||
      !read_chain (identity, directory, error) ||
      !read_crls (identity, directory, error))
    return NULL;

  return g_steal_pointer (&identity);
}

/* The leaf signs no CRL that matters here. */
static gboolean
is_genuine (const ZmDeviceIdentity *identity,
            ZmCrl                  *crl)
{
  if (zm_crl_verify (crl, identity->root, NULL))
    return TRUE;

  for (guint i = 1; i < identity->chain->len; i++)
    {
      if (zm_crl_verify (crl, g_ptr_array_index (identity->chain, i), NULL))
        return TRUE;
    }

  return FALSE;
}

gboolean
zm_device_identity_take_crls (ZmDeviceIdentity  *identity,
                              GPtrArray         *crls,
                              GError           **error)
{
  for (guint i = 0; i < crls->len; i++)
    {
      ZmCrl *crl = g_ptr_array_index (crls, i);

      if (is_genuine (identity, crl))
        continue;
      zm_error_set (error, ZM_ERROR_REFUSED, "crls.issuer", zm_crl_get_issuer (crl),
                    "the root or a CA of the chain",
                    "A revocation list was not signed by a CA of this device");
      return FALSE;
    }

  g_clear_pointer (&identity->crls, g_ptr_array_unref);
  identity->crls = g_ptr_array_ref (crls);
  return TRUE;
}
