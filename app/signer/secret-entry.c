#include "app/signer/secret-entry.h"

#include "app/base/error.h"
#include "app/base/passphrase.h"

#include <string.h>

static gboolean
is_same (const ZmSecret *a,
         const ZmSecret *b)
{
  return zm_secret_length (a) == zm_secret_length (b) &&
         memcmp (zm_secret_peek (a), zm_secret_peek (b), zm_secret_length (a)) == 0;
}

ZmSecret *
zm_secret_entry_read (int          fd,
                      const char  *question,
                      gboolean     is_new,
                      GError     **error)
{
  g_autoptr(ZmSecret) secret = NULL;
  g_autoptr(ZmSecret) again = NULL;
  g_autofree char *repeat = NULL;

  if (fd >= 0)
    return zm_passphrase_read (fd, error);

  secret = zm_passphrase_prompt (question, error);
  if (secret == NULL || !is_new)
    return g_steal_pointer (&secret);

  repeat = g_strdup_printf ("%s again", question);
  again = zm_passphrase_prompt (repeat, error);
  if (again == NULL)
    return NULL;
  if (!is_same (secret, again))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "passphrase.repeat", NULL, "the same twice",
                    "The two entries differ");
      return NULL;
    }

  return g_steal_pointer (&secret);
}
