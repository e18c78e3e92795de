#include "app/central/central-whoami.h"

#include "app/base/error.h"
#include "app/base/jcs.h"
#include "app/pki/jws.h"

#include <string.h>

#define QUERY_MAX 256 /* bytes */

static gboolean
is_nonce (const char *text)
{
  gsize digits = 0;

  while (g_ascii_isxdigit (text[digits]))
    digits++;

  return digits == ZM_CENTRAL_WHOAMI_DIGITS && text[digits] == '\0';
}

static gboolean
take_parameter (ZmCentralWhoami  *self,
                const char       *name,
                const char       *value,
                GError          **error)
{
  gboolean is_session = g_str_equal (name, "session");
  char **place = is_session ? &self->session : &self->nonce;

  if (!is_session && !g_str_equal (name, "nonce"))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "whoami.query", name, "nonce and session",
                    "The query has a parameter that is not known");
      return FALSE;
    }
  if (*place != NULL || !(is_session ? g_uuid_string_is_valid (value) : is_nonce (value)))
    {
      zm_error_set (error, ZM_ERROR_INVALID, is_session ? "whoami.session" : "whoami.nonce", value,
                    is_session ? "one UUID" : "32 hexadecimal digits, once",
                    "The parameter “%s” is malformed", name);
      return FALSE;
    }

  *place = g_strdup (value);
  return TRUE;
}

static gboolean
take_query (ZmCentralWhoami  *self,
            const char       *query,
            GError          **error)
{
  g_autoptr(GError) failure = NULL;
  GUriParamsIter iter;
  char *name;
  char *value;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, &failure))
    {
      g_autofree char *owned_name = name;
      g_autofree char *owned_value = value;

      if (!take_parameter (self, owned_name, owned_value, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "whoami.query", query, "name=value joined by &",
                    "The query is malformed");
      return FALSE;
    }

  return TRUE;
}

ZmCentralWhoami *
zm_central_whoami_parse (const char  *query,
                         GError     **error)
{
  g_autoptr(ZmCentralWhoami) self = g_new0 (ZmCentralWhoami, 1);

  if (query != NULL && strlen (query) > QUERY_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "whoami.query", "a longer one", "at most 256 bytes",
                    "The query is too long");
      return NULL;
    }
  if (query != NULL && !take_query (self, query, error))
    return NULL;
  if (self->nonce == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "whoami.nonce", "nothing", "32 hexadecimal digits",
                    "The parameter “nonce” is missing");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
zm_central_whoami_free (ZmCentralWhoami *self)
{
  if (self == NULL)
    return;

  g_free (self->nonce);
  g_free (self->session);
  g_free (self);
}

static char *
sign_receipt (const ZmCentralWhoami  *request,
              ZmCentralIdentity      *identity,
              ZmCertificate          *peer,
              const char             *tls_version,
              const char             *cipher,
              const char             *time,
              GError                **error)
{
  g_autoptr(json_t) payload = json_object ();
  g_autoptr(GBytes) bytes = NULL;

  zm_json_set_string (payload, "nonce", request->nonce);
  zm_json_set_string (payload, "serial", zm_certificate_get_serial (peer));
  zm_json_set_string (payload, "session", request->session);
  zm_json_set_string (payload, "time", time);
  zm_json_set_string (payload, "deviceId", zm_certificate_get_device_id (peer));
  zm_json_set_string (payload, "tlsVersion", tls_version);
  zm_json_set_string (payload, "cipher", cipher);
  bytes = zm_jcs_encode (payload, error);
  if (bytes == NULL)
    return NULL;

  return zm_jws_sign (identity->key, zm_central_identity_get_leaf (identity),
                      ZM_CENTRAL_RECEIPT_TYPE, bytes, FALSE, error);
}

json_t *
zm_central_whoami_answer (ZmCentralWhoami    *request,
                          ZmCentralIdentity  *identity,
                          ZmCertificate      *peer,
                          const char         *tls_version,
                          const char         *cipher,
                          ZmInstant           now,
                          GError            **error)
{
  g_autoptr(json_t) answer = json_object ();
  g_autofree char *time = zm_instant_format (now);
  g_autofree char *receipt = NULL;

  g_return_val_if_fail (request != NULL && identity != NULL && peer != NULL, NULL);

  if (zm_public_key_get_kind (zm_key_get_public (identity->key)) == ZM_KEY_EC_P256)
    {
      receipt = sign_receipt (request, identity, peer, tls_version, cipher, time, error);
      if (receipt == NULL)
        return NULL;
    }

  zm_json_set_string (answer, "nonce", request->nonce);
  zm_json_set_string (answer, "serial", zm_certificate_get_serial (peer));
  zm_json_set_string (answer, "deviceId", zm_certificate_get_device_id (peer));
  zm_json_set_string (answer, "subject", zm_certificate_get_subject (peer));
  zm_json_set_string (answer, "tlsVersion", tls_version);
  zm_json_set_string (answer, "cipher", cipher);
  zm_json_set_string (answer, "time", time);
  zm_json_set_string (answer, "receipt", receipt);

  return g_steal_pointer (&answer);
}
