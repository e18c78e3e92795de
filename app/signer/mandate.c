#include "app/signer/mandate.h"

#include "app/base/error.h"
#include "app/protocol/policy-rules.h"

#include <string.h>

#define TEXT_MAX 2048 /* bytes */
#define PEM_MAX  (2 * ZM_CERTIFICATE_MAX)
#define DAYS_MAX 3650

ZmMandate *
zm_mandate_new (void)
{
  return g_new0 (ZmMandate, 1);
}

static void
clear_certificates (ZmMandate *mandate)
{
  g_clear_pointer (&mandate->root, zm_certificate_unref);
  g_clear_pointer (&mandate->chain, g_ptr_array_unref);
  g_clear_pointer (&mandate->station, zm_certificate_unref);
}

void
zm_mandate_free (ZmMandate *mandate)
{
  if (mandate == NULL)
    return;

  clear_certificates (mandate);
  json_decref (mandate->members);
  g_free (mandate);
}

static gboolean
check_texts (const ZmMandate  *draft,
             GError          **error)
{
  return zm_policy_rules_check_hospital (draft->policy.hospital, error) &&
         zm_policy_rules_check_host (draft->policy.identity_host, error) &&
         zm_policy_rules_check_server_url (draft->server_url, error) &&
         zm_policy_rules_check_crl_url (draft->policy.crl_url, error) &&
         zm_policy_rules_check_origin (draft->origin, error);
}

static gboolean
read_text (const json_t  *members,
           const char    *member,
           const char   **text,
           GError       **error)
{
  *text = zm_json_get_string (members, member, TEXT_MAX, "policy.members", error);

  return *text != NULL;
}

/* The draft borrows from members. */
static gboolean
read_policy (ZmMandate     *draft,
             const json_t  *members,
             GError       **error)
{
  gint64 days;

  if (!read_text (members, "hospital", &draft->policy.hospital, error) ||
      !read_text (members, "identityHost", &draft->policy.identity_host, error) ||
      !read_text (members, "serverUrl", &draft->server_url, error) ||
      !read_text (members, "crlUrl", &draft->policy.crl_url, error) ||
      !read_text (members, "origin", &draft->origin, error) ||
      !zm_json_get_integer (members, "deviceDays", 1, DAYS_MAX, &days, "policy.members", error))
    return FALSE;

  draft->policy.device_days = (guint) days;
  draft->policy.name_constraints = json_is_true (json_object_get (members, "nameConstraints"));

  return TRUE;
}

/* Only the policy's own members: a request carries its envelope, an entry its own. */
static json_t *
copy_members (const json_t *members)
{
  static const char *const names[] = { "hospital", "identityHost", "serverUrl", "crlUrl", "origin",
                                       "deviceDays", "nameConstraints" };
  json_t *copy = json_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set (copy, names[i], json_object_get (members, names[i]));

  return copy;
}

gboolean
zm_mandate_judge_policy (ZmMandate     *mandate,
                         const json_t  *members,
                         GError       **error)
{
  ZmMandate draft = { NULL };

  g_return_val_if_fail (mandate != NULL, FALSE);

  if (!read_policy (&draft, members, error) || !check_texts (&draft, error))
    return FALSE;
  if (mandate->root != NULL &&
      g_strcmp0 (draft.policy.identity_host, mandate->policy.identity_host) != 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "policy.identity-host", draft.policy.identity_host,
                    mandate->policy.identity_host,
                    "The installed intermediate is bound to another identity host");
      return FALSE;
    }
  if (mandate->origin != NULL && g_strcmp0 (draft.origin, mandate->origin) != 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "policy.origin", draft.origin, mandate->origin,
                    "The checkpoints that were signed bear another origin");
      return FALSE;
    }

  return TRUE;
}

gboolean
zm_mandate_set_policy (ZmMandate     *mandate,
                       const json_t  *members,
                       GError       **error)
{
  ZmMandate draft = { NULL };
  g_autoptr(json_t) copy = NULL;

  g_return_val_if_fail (mandate != NULL, FALSE);

  copy = copy_members (members);
  if (!read_policy (&draft, copy, error))
    return FALSE;

  json_decref (mandate->members);
  mandate->members = g_steal_pointer (&copy);
  mandate->policy = draft.policy;
  mandate->server_url = draft.server_url;
  mandate->origin = draft.origin;

  return TRUE;
}

static ZmCertificate *
read_certificate (const json_t  *value,
                  GError       **error)
{
  const char *pem = json_string_value (value);

  if (pem == NULL || strlen (pem) > PEM_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "authority.members", NULL, "a certificate in PEM",
                    "A certificate is missing or too large");
      return NULL;
    }

  return zm_certificate_new_from_pem (pem, strlen (pem), error);
}

static GPtrArray *
read_chain (const json_t  *list,
            GError       **error)
{
  g_autoptr(GPtrArray) chain =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  gsize count = json_array_size (list);

  if (count == 0 || count > ZM_MANDATE_CHAIN_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "authority.members", NULL, "one to three certificates",
                    "The chain of the intermediate is missing or too long");
      return NULL;
    }

  for (gsize i = 0; i < count; i++)
    {
      ZmCertificate *certificate = read_certificate (json_array_get (list, i), error);

      if (certificate == NULL)
        return NULL;
      g_ptr_array_add (chain, certificate);
    }

  return g_steal_pointer (&chain);
}

gboolean
zm_mandate_install (ZmMandate     *mandate,
                    const json_t  *members,
                    GError       **error)
{
  g_autoptr(ZmCertificate) root = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(ZmCertificate) station = NULL;

  g_return_val_if_fail (mandate != NULL, FALSE);

  root = read_certificate (json_object_get (members, "root"), error);
  if (root == NULL)
    return FALSE;
  chain = read_chain (json_object_get (members, "chain"), error);
  if (chain == NULL)
    return FALSE;
  station = read_certificate (json_object_get (members, "station"), error);
  if (station == NULL)
    return FALSE;

  clear_certificates (mandate);
  mandate->root = g_steal_pointer (&root);
  mandate->chain = g_steal_pointer (&chain);
  mandate->station = g_steal_pointer (&station);

  return TRUE;
}

gboolean
zm_mandate_check_policy (ZmMandate  *mandate,
                         GError    **error)
{
  g_return_val_if_fail (mandate != NULL, FALSE);

  if (mandate->members != NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "policy.missing", "no policy", "a policy",
                "An administrator must set the policy first");
  return FALSE;
}

gboolean
zm_mandate_check_installed (ZmMandate  *mandate,
                            GError    **error)
{
  g_return_val_if_fail (mandate != NULL, FALSE);

  if (!zm_mandate_check_policy (mandate, error))
    return FALSE;
  if (mandate->root != NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "authority.missing", "no certificates",
                "the root's, the intermediate's and the station's",
                "The hospital's certificates are not installed yet");
  return FALSE;
}

ZmCertificate *
zm_mandate_get_intermediate (ZmMandate *mandate)
{
  g_return_val_if_fail (mandate != NULL, NULL);

  return mandate->chain == NULL ? NULL : g_ptr_array_index (mandate->chain, 0);
}
