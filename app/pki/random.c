#include "app/pki/random.h"

#include "app/pki/openssl.h"

gboolean
zm_random_check (GError **error)
{
  guint8 byte;

  if (RAND_priv_bytes (&byte, sizeof byte) == 1)
    return TRUE;

  zm_openssl_take_error (error, ZM_ERROR_IO, "random.missing",
                         "This machine gives no random numbers, so that no key would be a secret");
  return FALSE;
}

void
zm_random_bytes (void  *data,
                 gsize  length)
{
  g_return_if_fail (data != NULL || length == 0);
  g_return_if_fail (length <= G_MAXINT);

  if (length > 0 && RAND_priv_bytes (data, (int) length) != 1)
    zm_openssl_abort ("randomness");
}

/* Numbers beyond the last whole multiple of bound are drawn again, or small results would come
 * more often than great ones. */
guint
zm_random_below (guint bound)
{
  guint32 excess;
  guint32 number;

  g_return_val_if_fail (bound > 0, 0);

  excess = (guint32) (0x100000000 % bound);
  do
    zm_random_bytes (&number, sizeof number);
  while (number > G_MAXUINT32 - excess);

  return number % bound;
}

char *
zm_random_uuid (void)
{
  guint8 b[16];

  zm_random_bytes (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

char *
zm_random_pairing_code (void)
{
  char letters[5] = "";

  for (int i = 0; i < 4; i++)
    letters[i] = (char) ('A' + zm_random_below (26));

  return g_strdup_printf ("%s-%04u", letters, zm_random_below (10000));
}
