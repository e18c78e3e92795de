#include "app/station/station-authority.h"

#include "app/base/error.h"

#include <string.h>

#define TEXT_MAX  2048 /* bytes */
#define DAYS_MAX  36500
#define PEM_MAX   (2 * ZM_CERTIFICATE_MAX)
#define CHAIN_MAX 3
#define CHECK     "answer.json"

static gboolean
read_texts (ZmStationAuthority  *authority,
            const json_t        *policy,
            GError             **error)
{
  const struct {
    const json_t *object;
    const char   *member;
    const char  **text;
  } texts[] = {
    { policy, "hospital", &authority->policy.hospital },
    { policy, "identityHost", &authority->policy.identity_host },
    { policy, "crlUrl", &authority->policy.crl_url },
    { policy, "serverUrl", &authority->server_url },
    { policy, "origin", &authority->origin },
    { authority->answer, "verifierKey", &authority->verifier_key },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      *texts[i].text = zm_json_get_string (texts[i].object, texts[i].member, TEXT_MAX, CHECK,
                                           error);
      if (*texts[i].text == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_policy (ZmStationAuthority  *authority,
             GError             **error)
{
  const json_t *policy = json_object_get (authority->answer, "policy");
  gint64 days;

  if (!read_texts (authority, policy, error) ||
      !zm_json_get_integer (policy, "deviceDays", 1, DAYS_MAX, &days, CHECK, error))
    return FALSE;

  authority->policy.device_days = (guint) days;
  authority->policy.name_constraints = json_is_true (json_object_get (policy, "nameConstraints"));
  return TRUE;
}

static ZmCertificate *
read_certificate (const json_t  *value,
                  GError       **error)
{
  const char *pem = json_string_value (value);

  if (pem == NULL || strlen (pem) > PEM_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, CHECK, NULL, "a certificate in PEM",
                    "The signer gave no certificate");
      return NULL;
    }

  return zm_certificate_new_from_pem (pem, strlen (pem), error);
}

static gboolean
read_chain (ZmStationAuthority  *authority,
            GError             **error)
{
  const json_t *chain = json_object_get (authority->answer, "chain");
  const json_t *item;
  gsize i;

  if (json_array_size (chain) < 1 || json_array_size (chain) > CHAIN_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, CHECK, NULL, "one to three certificates",
                    "The signer gave no chain of certificates");
      return FALSE;
    }

  json_array_foreach (chain, i, item)
    {
      ZmCertificate *certificate = read_certificate (item, error);

      if (certificate == NULL)
        return FALSE;
      g_ptr_array_add (authority->chain, certificate);
    }

  return TRUE;
}

ZmStationAuthority *
zm_station_authority_new (json_t  *answer,
                          GError **error)
{
  g_autoptr(ZmStationAuthority) authority = NULL;

  g_return_val_if_fail (answer != NULL, NULL);

  authority = g_new0 (ZmStationAuthority, 1);
  authority->answer = json_incref (answer);
  authority->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  if (!read_policy (authority, error))
    return NULL;

  authority->root = read_certificate (json_object_get (answer, "root"), error);
  if (authority->root == NULL || !read_chain (authority, error))
    return NULL;
  authority->station = read_certificate (json_object_get (answer, "station"), error);
  if (authority->station == NULL)
    return NULL;

  return g_steal_pointer (&authority);
}

void
zm_station_authority_free (ZmStationAuthority *authority)
{
  if (authority == NULL)
    return;

  g_clear_pointer (&authority->root, zm_certificate_unref);
  g_clear_pointer (&authority->chain, g_ptr_array_unref);
  g_clear_pointer (&authority->station, zm_certificate_unref);
  json_decref (authority->answer);
  g_free (authority);
}
