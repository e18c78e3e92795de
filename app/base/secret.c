#include "app/base/secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LENGTH_MAX (1024 * 1024)

/* The bytes have pages of their own: mlock and madvise work by page, and an unlock must not reach
 * a neighbour. */
struct _ZmSecret {
  guint8 *bytes;
  gsize   length;
  gsize   mapped;
};

static gsize
round_to_pages (gsize length)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  return MAX (1, (length + page - 1) / page) * page;
}

ZmSecret *
zm_secret_new (gsize length)
{
  ZmSecret *secret;

  g_return_val_if_fail (length <= LENGTH_MAX, NULL);

  secret = g_new0 (ZmSecret, 1);
  secret->length = length;
  secret->mapped = round_to_pages (length);
  secret->bytes = mmap (NULL, secret->mapped, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (secret->bytes == MAP_FAILED)
    g_error ("No memory for %zu bytes of a secret", length);

  /* RLIMIT_MEMLOCK may be too small for an ordinary user; the rest still holds. */
  (void) mlock (secret->bytes, secret->mapped);
  (void) madvise (secret->bytes, secret->mapped, MADV_DONTDUMP);

  return secret;
}

ZmSecret *
zm_secret_new_copy (const void *data,
                    gsize       length)
{
  ZmSecret *secret = zm_secret_new (length);

  if (length > 0)
    memcpy (secret->bytes, data, length);

  return secret;
}

void
zm_secret_free (ZmSecret *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret->bytes, secret->mapped);
  munmap (secret->bytes, secret->mapped);
  g_free (secret);
}

guint8 *
zm_secret_bytes (ZmSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->bytes;
}

const guint8 *
zm_secret_peek (const ZmSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->bytes;
}

gsize
zm_secret_length (const ZmSecret *secret)
{
  g_return_val_if_fail (secret != NULL, 0);

  return secret->length;
}

void
zm_secret_truncate (ZmSecret *secret,
                    gsize     length)
{
  g_return_if_fail (secret != NULL);
  g_return_if_fail (length <= secret->length);

  explicit_bzero (secret->bytes + length, secret->length - length);
  secret->length = length;
}
