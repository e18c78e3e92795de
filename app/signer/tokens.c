#include "app/signer/tokens.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/base/instant.h"
#include "app/pki/digest.h"
#include "app/pki/random.h"

#include <string.h>

struct _ZmTokens {
  GPtrArray *all;
};

static void
token_free (gpointer data)
{
  ZmToken *token = data;

  explicit_bzero (token->bytes, sizeof token->bytes);
  g_free (token->operator);
  g_free (token);
}

ZmTokens *
zm_tokens_new (void)
{
  ZmTokens *tokens = g_new0 (ZmTokens, 1);

  tokens->all = g_ptr_array_new_with_free_func (token_free);

  return tokens;
}

void
zm_tokens_free (ZmTokens *tokens)
{
  if (tokens == NULL)
    return;

  g_ptr_array_unref (tokens->all);
  g_free (tokens);
}

static gboolean
is_good (const ZmToken *token,
         gint64         running)
{
  return running - token->begun < ZM_TOKENS_LIFE * ZM_INSTANT_SECOND &&
         running - token->used < ZM_TOKENS_IDLE * ZM_INSTANT_SECOND;
}

static void
make_room (ZmTokens *tokens,
           gint64    running)
{
  guint oldest = 0;

  for (guint i = tokens->all->len; i > 0; i--)
    if (!is_good (g_ptr_array_index (tokens->all, i - 1), running))
      g_ptr_array_remove_index (tokens->all, i - 1);
  if (tokens->all->len < ZM_TOKENS_MAX)
    return;

  for (guint i = 1; i < tokens->all->len; i++)
    {
      const ZmToken *candidate = g_ptr_array_index (tokens->all, i);

      if (candidate->used < ((const ZmToken *) g_ptr_array_index (tokens->all, oldest))->used)
        oldest = i;
    }
  g_ptr_array_remove_index (tokens->all, oldest);
}

char *
zm_tokens_begin (ZmTokens   *tokens,
                 const char *operator,
                 ZmRole      role,
                 uid_t       peer,
                 gint64      running)
{
  ZmToken *token;

  g_return_val_if_fail (tokens != NULL, NULL);
  g_return_val_if_fail (operator != NULL, NULL);

  make_room (tokens, running);
  token = g_new0 (ZmToken, 1);
  zm_random_bytes (token->bytes, sizeof token->bytes);
  token->operator = g_strdup (operator);
  token->role = role;
  token->peer = peer;
  token->begun = running;
  token->used = running;
  g_ptr_array_add (tokens->all, token);

  return zm_hex_encode (token->bytes, sizeof token->bytes);
}

/* Looks at every one, so that time tells nothing. */
static ZmToken *
find (ZmTokens   *tokens,
      const char *hex)
{
  guint8 bytes[ZM_TOKENS_LENGTH];
  ZmToken *found = NULL;

  if (!zm_hex_decode (hex, bytes, sizeof bytes))
    return NULL;

  for (guint i = 0; i < tokens->all->len; i++)
    {
      ZmToken *token = g_ptr_array_index (tokens->all, i);

      if (zm_digest_equal (token->bytes, bytes, sizeof bytes))
        found = token;
    }
  explicit_bzero (bytes, sizeof bytes);

  return found;
}

const ZmToken *
zm_tokens_use (ZmTokens    *tokens,
               const char  *hex,
               uid_t        peer,
               gint64       running,
               GError     **error)
{
  ZmToken *token;

  g_return_val_if_fail (tokens != NULL, NULL);

  if (hex == NULL)
    {
      zm_error_set (error, ZM_ERROR_DENIED, "sign-in.missing", "no sign-in", "a sign-in",
                    "This needs somebody who is signed in");
      return NULL;
    }

  token = find (tokens, hex);
  if (token == NULL || token->peer != peer || !is_good (token, running))
    {
      zm_error_set (error, ZM_ERROR_DENIED, "sign-in.expired", NULL, "a new sign-in",
                    "The sign-in has ended");
      return NULL;
    }

  token->used = running;
  return token;
}

void
zm_tokens_end (ZmTokens   *tokens,
               const char *hex)
{
  ZmToken *token;

  g_return_if_fail (tokens != NULL);

  token = find (tokens, hex);
  if (token != NULL)
    g_ptr_array_remove (tokens->all, token);
}

void
zm_tokens_end_operator (ZmTokens   *tokens,
                        const char *operator)
{
  g_return_if_fail (tokens != NULL);

  for (guint i = tokens->all->len; i > 0; i--)
    {
      const ZmToken *token = g_ptr_array_index (tokens->all, i - 1);

      if (strcmp (token->operator, operator) == 0)
        g_ptr_array_remove_index (tokens->all, i - 1);
    }
}
