#include "app/signer/sign-in.h"

#include "app/base/error.h"
#include "app/pki/digest.h"

#include <string.h>

static gboolean
check_delay (ZmSigner        *signer,
             const ZmCaller  *caller,
             guint            bucket,
             GError         **error)
{
  guint seconds = zm_delays_get_seconds (signer->state->delays, bucket, caller->now.running);
  g_autofree char *expected = NULL;

  if (seconds == 0)
    return TRUE;

  expected = g_strdup_printf ("%u seconds", seconds);
  zm_error_set (error, ZM_ERROR_DENIED, "sign-in.delay", "too many failed sign-ins", expected,
                "Wait %u seconds before the next sign-in", seconds);
  return FALSE;
}

/* The same work whether there is such an operator or not. */
static gboolean
pin_is_right (ZmSigner         *signer,
              const ZmOperator *operator,
              const char       *pin)
{
  static const ZmOperator nobody = { .name = NULL };
  const ZmOperator *judged = operator != NULL ? operator : &nobody;
  g_autoptr(ZmSecret) typed = zm_secret_new_copy (pin, strlen (pin));
  guint8 verifier[32];
  gboolean equal;

  zm_seal_pin (typed, judged->salt, zm_keystore_get_pepper (signer->keystore), verifier);
  equal = zm_digest_equal (verifier, judged->verifier, sizeof verifier);
  explicit_bzero (verifier, sizeof verifier);

  return equal && operator != NULL;
}

/* Durable before it is told, so that ending the signer forgets no failure. */
static void
refuse (ZmSigner        *signer,
        const ZmCaller  *caller,
        guint            bucket,
        const char      *known_name,
        GError         **error)
{
  json_t *members = json_pack ("{s:i}", "bucket", (int) bucket);

  zm_json_set_string (members, "name", known_name);
  if (zm_signer_record (signer, caller, "sign-in.failed", members, error))
    zm_error_set (error, ZM_ERROR_DENIED, "sign-in.refused", NULL, NULL,
                  "The name or the PIN is wrong");
}

const ZmOperator *
zm_sign_in_prove (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const char      *name,
                  const char      *pin,
                  GError         **error)
{
  const ZmOperator *operator = zm_operators_find (signer->state->operators, name);
  guint bucket = zm_delays_find_bucket (signer->state->delays, name);

  if (!check_delay (signer, caller, bucket, error))
    return NULL;
  if (pin_is_right (signer, operator, pin))
    return operator;

  refuse (signer, caller, bucket, operator != NULL ? name : NULL, error);
  return NULL;
}

json_t *
zm_sign_in_begin (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const json_t    *request,
                  GError         **error)
{
  const char *name = json_string_value (json_object_get (request, "operator"));
  const char *pin = json_string_value (json_object_get (request, "pin"));
  const ZmOperator *operator = zm_sign_in_prove (signer, caller, name, pin, error);
  json_t *answer;
  char *token;

  if (operator == NULL)
    return NULL;

  token = zm_tokens_begin (signer->tokens, operator->name, operator->role, caller->peer,
                           caller->now.running);
  answer = json_pack ("{s:s, s:s, s:s}", "token", token, "operator", operator->name, "role",
                      zm_request_role_name (operator->role));
  explicit_bzero (token, strlen (token));
  g_free (token);

  return answer;
}

json_t *
zm_sign_in_end (ZmSigner        *signer,
                const ZmCaller  *caller,
                const json_t    *request,
                GError         **error)
{
  zm_tokens_end (signer->tokens, caller->token);

  return json_object ();
}
