#include "app/pki/key.h"
#include "tests/fuzz/fuzz.h"

/* A SubjectPublicKeyInfo of anybody, and a private key in PKCS#8. */

static void
try_public (const guint8 *data,
            gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmPublicKey) key = zm_public_key_new_from_spki (data, size, &error);

  fuzz_check (key != NULL, &error);
  if (key == NULL)
    return;

  fuzz_assert_equal (zm_public_key_get_spki (key), data, size);
  g_assert_false (zm_public_key_verify (key, "a", 1, data, size));
}

static void
try_private (const guint8 *data,
             gsize         size)
{
  g_autoptr(ZmSecret) der = zm_secret_new_copy (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) key = zm_key_new_from_pkcs8 (der, &error);
  g_autoptr(GBytes) signature = NULL;

  fuzz_check (key != NULL, &error);
  if (key == NULL)
    return;

  signature = zm_key_sign (key, "a", 1, &error);
  g_assert_no_error (error);
  g_assert_true (zm_public_key_verify (zm_key_get_public (key), "a", 1,
                                       g_bytes_get_data (signature, NULL),
                                       g_bytes_get_size (signature)));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  try_public (copy, size);
  if (size > 0)
    try_private (copy, size);
}
