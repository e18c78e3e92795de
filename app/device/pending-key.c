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

ZmKey *
zm_pending_key_read (const ZmDeviceState  *state,
                     GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, KEY_FILE);
  g_autoptr(ZmSecret) pem = zm_file_read_secret (path, KEY_MAX, error);

  if (pem == NULL)
    return NULL;

  return zm_key_new_from_pem ((const char *) zm_secret_peek (pem), zm_secret_length (pem), NULL,
                              error);
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

gboolean
zm_pending_key_exists (const ZmDeviceState *state)
{
  return exists (state, KEY_FILE);
}

ZmPendingKey *
zm_pending_key_load (const ZmDeviceState  *state,
                     GError              **error)
{
  g_autoptr(ZmPendingKey) pending = g_new0 (ZmPendingKey, 1);

  pending->key = zm_pending_key_read (state, error);
  if (pending->key == NULL)
    return NULL;
  if (exists (state, CSR_FILE) ? !read_csr (pending, state, error)
                               : !make_csr (pending, state, error))
    return NULL;

  return g_steal_pointer (&pending);
}

static gboolean
remove_csr (const ZmDeviceState  *state,
            GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, CSR_FILE);

  if (unlink (path) == 0 || errno == ENOENT)
    return zm_file_sync_directory (state->directory, error);

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be removed", path);
  return FALSE;
}

/* The request first: it is of no use without its key, and must not meet another. */
ZmPendingKey *
zm_pending_key_replace (const ZmDeviceState  *state,
                        ZmKey                *key,
                        GError              **error)
{
  g_autofree char *path = zm_device_state_path (state, KEY_FILE);
  g_autoptr(ZmSecret) pem = zm_key_to_plain_pem (key);

  if (!remove_csr (state, error) ||
      !zm_file_write (path, zm_secret_peek (pem), zm_secret_length (pem), 0600, error))
    return NULL;

  return zm_pending_key_load (state, error);
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
