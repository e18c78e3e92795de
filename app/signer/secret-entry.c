#include "app/signer/secret-entry.h"

#include "app/base/passphrase.h"
#include "app/protocol/secret-rules.h"

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
  if (!zm_secret_rules_check_same (secret, again, error))
    return NULL;

  return g_steal_pointer (&secret);
}
