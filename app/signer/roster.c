#include "app/signer/roster.h"

#include "app/base/error.h"
#include "app/protocol/person-rules.h"
#include "app/protocol/secret-rules.h"
#include "app/signer/sign-in.h"

#include <string.h>

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

json_t *
zm_roster_list (ZmSigner        *signer,
                const ZmCaller  *caller,
                const json_t    *request,
                GError         **error)
{
  return json_pack ("{s:o}", "operators", zm_operators_list (signer->state->operators));
}

/* Of who is somebody else from now on, nothing goes on. */
static void
end_operator (ZmSigner   *signer,
              const char *name)
{
  zm_tokens_end_operator (signer->tokens, name);
  zm_approvals_end_operator (signer->approvals, name);
}

static gboolean
check_new_name (ZmSigner    *signer,
                const char  *name,
                GError     **error)
{
  if (!zm_person_rules_check_name (name, error))
    return FALSE;
  if (zm_operators_find (signer->state->operators, name) != NULL)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "operator.exists", name, "another name",
                    "There is an operator of this name already");
      return FALSE;
    }
  if (zm_operators_is_full (signer->state->operators))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "operator.full", NULL, "fewer operators",
                    "There are too many operators");
      return FALSE;
    }

  return TRUE;
}

json_t *
zm_roster_add (ZmSigner        *signer,
               const ZmCaller  *caller,
               const json_t    *request,
               GError         **error)
{
  const char *name = get_text (request, "name");
  const char *typed = get_text (request, "pin");
  g_autoptr(ZmSecret) pin = zm_secret_new_copy (typed, strlen (typed));
  ZmRole role = ZM_ROLE_NONE;
  json_t *members;

  if (!check_new_name (signer, name, error) || !zm_secret_rules_check_pin (pin, error))
    return NULL;
  if (!zm_request_role_parse (get_text (request, "role"), &role))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "operator.role", NULL, NULL, "There is no such role");
      return NULL;
    }

  members = zm_operators_describe_new (name, role, pin, zm_keystore_get_pepper (signer->keystore));
  if (!zm_signer_record (signer, caller, "operator.added", members, error))
    return NULL;

  return json_object ();
}

static const ZmOperator *
find_active (ZmSigner    *signer,
             const char  *name,
             GError     **error)
{
  const ZmOperator *operator = zm_operators_find (signer->state->operators, name);

  if (operator == NULL)
    zm_error_set (error, ZM_ERROR_NOT_FOUND, "operator.missing", name, "an active operator",
                  "There is no active operator of this name");

  return operator;
}

/* What a window that was left open would allow: a new PIN of one's own takes the old one. */
static gboolean
check_own (ZmSigner        *signer,
           const ZmCaller  *caller,
           const char      *current,
           GError         **error)
{
  if (current != NULL)
    return zm_sign_in_prove (signer, caller, caller->operator, current, error) != NULL;

  zm_error_set (error, ZM_ERROR_DENIED, "operator.current-pin", NULL, "the PIN as it is now",
                "A PIN of one’s own is changed by the current one");
  return FALSE;
}

static gboolean
check_new_pin (ZmSigner        *signer,
               const ZmCaller  *caller,
               const json_t    *request,
               GError         **error)
{
  const char *name = get_text (request, "name");

  if (strcmp (name, caller->operator) == 0)
    return check_own (signer, caller, get_text (request, "current"), error);
  if (caller->role == ZM_ROLE_ADMINISTRATOR)
    return find_active (signer, name, error) != NULL;

  zm_error_set (error, ZM_ERROR_DENIED, "role.denied", zm_request_role_name (caller->role),
                "administrator", "The PIN of somebody else is an administrator’s to set");
  return FALSE;
}

json_t *
zm_roster_set_pin (ZmSigner        *signer,
                   const ZmCaller  *caller,
                   const json_t    *request,
                   GError         **error)
{
  const char *name = get_text (request, "name");
  const char *typed = get_text (request, "pin");
  g_autoptr(ZmSecret) pin = zm_secret_new_copy (typed, strlen (typed));
  json_t *members;

  if (!check_new_pin (signer, caller, request, error) || !zm_secret_rules_check_pin (pin, error))
    return NULL;

  members = zm_operators_describe_pin (name, pin, zm_keystore_get_pepper (signer->keystore));
  if (!zm_signer_record (signer, caller, "operator.pin-set", members, error))
    return NULL;

  if (strcmp (name, caller->operator) != 0)
    end_operator (signer, name);
  return json_object ();
}

static gboolean
check_removable (ZmSigner    *signer,
                 const char  *name,
                 GError     **error)
{
  const ZmOperator *operator = find_active (signer, name, error);

  if (operator == NULL)
    return FALSE;
  if (operator->role == ZM_ROLE_ADMINISTRATOR &&
      zm_operators_count (signer->state->operators, ZM_ROLE_ADMINISTRATOR, NULL) == 1)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "operator.last-administrator", name,
                    "another administrator", "The last administrator cannot be removed");
      return FALSE;
    }

  return TRUE;
}

json_t *
zm_roster_remove (ZmSigner        *signer,
                  const ZmCaller  *caller,
                  const json_t    *request,
                  GError         **error)
{
  const char *name = get_text (request, "name");

  if (!check_removable (signer, name, error) ||
      !zm_signer_record (signer, caller, "operator.removed", json_pack ("{s:s}", "name", name),
                         error))
    return NULL;

  end_operator (signer, name);
  return json_object ();
}
