#include "app/device/pending-key.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <errno.h>
#include <unistd.h>

#define KEY_FILE "pending.key"
#define CSR_FILE "pending.csr"
#define KEY_MAX  8192 /* bytes of PEM */

static gboolean
exists (const ZmDeviceState *state,
        const char          *name)
{
  g_autofree char *path = zm_device_state_path (state, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
make_key (ZmPendingKey         *pending,
          const ZmDeviceState  *state,
          ZmKeyKind             kind,
          GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, KEY_FILE);
  g_autoptr(ZmSecret) pem = NULL;

  if (!zm_pending_key_discard (state, error))
    return FALSE;
  g_clear_pointer (&pending->key, zm_key_unref);
  pending->key = zm_key_generate (kind, error);
  if (pending->key == NULL)
    return FALSE;

  pem = zm_key_to_plain_pem (pending->key);
  return zm_file_write (path, zm_secret_peek (pem), zm_secret_length (pem), 0600, error);
}

static gboolean
read_key (ZmPendingKey         *pending,
          const ZmDeviceState  *state,
          GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, KEY_FILE);
  g_autoptr(ZmSecret) pem = zm_file_read_secret (path, KEY_MAX, error);

  if (pem == NULL)
    return FALSE;

  pending->key = zm_key_new_from_pem ((const char *) zm_secret_peek (pem),
                                      zm_secret_length (pem), NULL, error);
  return pending->key != NULL;
}

static gboolean
make_csr (ZmPendingKey         *pending,
          const ZmDeviceState  *state,
          GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, CSR_FILE);
  GBytes *der;

  pending->csr = zm_csr_create_device (pending->key, state->factory->device_id, state->label,
                                       error);
  if (pending->csr == NULL)
    return FALSE;

  der = zm_csr_get_der (pending->csr);
  return zm_file_write (path, g_bytes_get_data (der, NULL), g_bytes_get_size (der), 0600, error);
}

static gboolean
read_csr (ZmPendingKey         *pending,
          const ZmDeviceState  *state,
          GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, CSR_FILE);
  g_autoptr(GBytes) der = zm_file_read (path, ZM_CSR_MAX, error);

  if (der == NULL)
    return FALSE;

  pending->csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
  return pending->csr != NULL;
}

ZmPendingKey *
zm_pending_key_load (const ZmDeviceState  *state,
                     ZmKeyKind             kind,
                     GError              **error)
{
  g_autoptr(ZmPendingKey) pending = g_new0 (ZmPendingKey, 1);

  if (exists (state, KEY_FILE) && !read_key (pending, state, error))
    return NULL;
  if ((pending->key == NULL ||
       zm_public_key_get_kind (zm_key_get_public (pending->key)) != kind) &&
      !make_key (pending, state, kind, error))
    return NULL;
  if (exists (state, CSR_FILE) ? !read_csr (pending, state, error)
                               : !make_csr (pending, state, error))
    return NULL;

  return g_steal_pointer (&pending);
}

static gboolean
remove_file (const ZmDeviceState  *state,
             const char           *name,
             GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, name);

  if (unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be removed", path);
  return FALSE;
}

/* The request first: it is of no use without its key, and must not meet another. */
gboolean
zm_pending_key_discard (const ZmDeviceState  *state,
                        GError              **error)
{
  return remove_file (state, CSR_FILE, error) && remove_file (state, KEY_FILE, error) &&
         zm_file_sync_directory (state->directory, error);
}

void
zm_pending_key_free (ZmPendingKey *pending)
{
  if (pending == NULL)
    return;

  g_clear_pointer (&pending->key, zm_key_unref);
  g_clear_pointer (&pending->csr, zm_csr_unref);
  g_free (pending);
}
