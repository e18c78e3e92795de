#include "app/signer/second-person.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/protocol/approval.h"
#include "app/signer/sign-in.h"

#include <string.h>

/* A certificate that was made so lately is no working device's yet: a session that fails revokes
 * its own. */
#define NEW_CERTIFICATE ZM_INSTANT_DAY

typedef struct {
  ZmRequestType type;
  gboolean      (*is_risky)(ZmSigner       *signer,
                            const ZmCaller *caller,
                            const json_t   *request);
} Rule;

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

static gboolean
is_always (ZmSigner       *signer,
           const ZmCaller *caller,
           const json_t   *request)
{
  return TRUE;
}

static gboolean
is_wide_window (ZmSigner       *signer,
                const ZmCaller *caller,
                const json_t   *request)
{
  const ZmLimits *limits = &signer->state->limits;

  return json_integer_value (json_object_get (request, "devices")) > limits->window_devices ||
         json_integer_value (json_object_get (request, "minutes")) > limits->window_minutes;
}

/* The same request again in its session prepares nothing. */
static gboolean
is_take_over (ZmSigner       *signer,
              const ZmCaller *caller,
              const json_t   *request)
{
  const ZmIssue *issue = zm_issued_find_session (signer->state->issued,
                                                 get_text (request, "session"));

  return zm_state_is_retired (signer->state, get_text (request, "deviceId")) &&
         (issue == NULL || issue->state == ZM_ISSUE_CANCELLED);
}

/* A working device loses its certificate by it: neither one that was made just now, nor one whose
 * device has a newer one. */
static gboolean
is_loss (ZmSigner      *signer,
         const ZmIssue *issue,
         ZmInstant      at)
{
  ZmIssued *issued = signer->state->issued;

  if (issue->state != ZM_ISSUE_SIGNED || issue->canary || at - issue->prepared_at < NEW_CERTIFICATE)
    return FALSE;

  for (guint i = zm_issued_count (issued); i > 0; i--)
    {
      const ZmIssue *other = zm_issued_get (issued, i - 1);

      if (other->prepared_at <= issue->prepared_at)
        break;
      if (other->state == ZM_ISSUE_SIGNED && !other->revoked &&
          g_strcmp0 (other->device_id, issue->device_id) == 0)
        return FALSE;
    }

  return TRUE;
}

static guint
count_losses (ZmSigner  *signer,
              ZmInstant  since)
{
  ZmIssued *issued = signer->state->issued;
  guint count = 0;

  for (guint i = 0; i < zm_issued_count (issued); i++)
    {
      const ZmIssue *issue = zm_issued_get (issued, i);

      if (issue->revoked && issue->revoked_at > since && is_loss (signer, issue, issue->revoked_at))
        count++;
    }

  return count;
}

static gboolean
is_bulk_revocation (ZmSigner       *signer,
                    const ZmCaller *caller,
                    const json_t   *request)
{
  const ZmLimits *limits = &signer->state->limits;
  const ZmIssue *issue = zm_issued_find (signer->state->issued, get_text (request, "serial"));
  ZmInstant since = caller->now.wall - limits->revocation_minutes * ZM_INSTANT_MINUTE;

  return issue != NULL && !issue->revoked && is_loss (signer, issue, caller->now.wall) &&
         count_losses (signer, since) >= limits->revocations;
}

static gboolean
is_new_administrator (ZmSigner       *signer,
                      const ZmCaller *caller,
                      const json_t   *request)
{
  return g_strcmp0 (get_text (request, "role"),
                    zm_request_role_name (ZM_ROLE_ADMINISTRATOR)) == 0;
}

static gboolean
is_administrator (ZmSigner       *signer,
                  const ZmCaller *caller,
                  const json_t   *request)
{
  const ZmOperator *operator = zm_operators_find (signer->state->operators,
                                                  get_text (request, "name"));

  return operator != NULL && operator->role == ZM_ROLE_ADMINISTRATOR;
}

static gboolean
is_other_administrator (ZmSigner       *signer,
                        const ZmCaller *caller,
                        const json_t   *request)
{
  return caller->role == ZM_ROLE_ADMINISTRATOR && is_administrator (signer, caller, request) &&
         g_strcmp0 (get_text (request, "name"), caller->operator) != 0;
}

static const Rule rules[] = {
  { ZM_REQUEST_ISSUE_PREPARE, is_take_over },
  { ZM_REQUEST_REVOKE, is_bulk_revocation },
  { ZM_REQUEST_WINDOW_OPEN, is_wide_window },
  { ZM_REQUEST_FACTORY_RECORD, is_always },
  { ZM_REQUEST_OPERATOR_ADD, is_new_administrator },
  { ZM_REQUEST_OPERATOR_REMOVE, is_administrator },
  { ZM_REQUEST_OPERATOR_PIN, is_other_administrator },
  { ZM_REQUEST_LIMITS_SET, is_always },
};

static const Rule *
find_rule (ZmRequestType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (rules[i].type == type)
        return &rules[i];
    }

  return NULL;
}

/* Who may ask for it at all, and is not below the first person. */
static ZmRole
get_roles (ZmRequestType   type,
           const ZmCaller *caller)
{
  ZmRole roles = zm_request_roles (type) & (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR);

  return caller->role == ZM_ROLE_ADMINISTRATOR ? roles & ZM_ROLE_ADMINISTRATOR : roles;
}

static const char *
name_roles (ZmRole roles)
{
  return roles == ZM_ROLE_ADMINISTRATOR ? "another administrator"
                                        : "another technician or an administrator";
}

gboolean
zm_second_person_admit (ZmSigner       *signer,
                        ZmRequestType   type,
                        const json_t   *request,
                        ZmCaller       *caller,
                        GError        **error)
{
  const Rule *rule = find_rule (type);
  const char *nonce = get_text (request, "approval");
  guint8 digest[ZM_SHA256_LENGTH];
  ZmRole roles;

  if (rule == NULL || !rule->is_risky (signer, caller, request))
    return TRUE;
  roles = get_roles (type, caller);
  if (zm_operators_count (signer->state->operators, roles, caller->operator) == 0)
    return TRUE;

  if (nonce == NULL)
    {
      zm_error_set (error, ZM_ERROR_DENIED, "second-person.needed", "one person",
                    name_roles (roles), "This needs a second person");
      return FALSE;
    }
  if (!zm_approval_digest (type, request, nonce, digest, error))
    return FALSE;

  caller->approver = zm_approvals_take (signer->approvals, digest, caller->operator,
                                        caller->now.running, error);
  return caller->approver != NULL;
}

static gboolean
find_action (const char     *name,
             ZmRequestType  *type,
             GError        **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (g_strcmp0 (zm_request_name (rules[i].type), name) == 0)
        {
          *type = rules[i].type;
          return TRUE;
        }
    }

  zm_error_set (error, ZM_ERROR_INVALID, "second-person.action", name, NULL,
                "Nobody has to approve this request");
  return FALSE;
}

static gboolean
check_approver (ZmRequestType      type,
                const ZmCaller    *caller,
                const ZmOperator  *approver,
                GError           **error)
{
  ZmRole roles = get_roles (type, caller);

  if ((approver->role & roles) != 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_DENIED, "second-person.role",
                zm_request_role_name (approver->role), name_roles (roles),
                "The role of “%s” does not allow to approve this", approver->name);
  return FALSE;
}

json_t *
zm_second_person_approve (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error)
{
  const char *name = get_text (request, "operator");
  g_autofree char *until = NULL;
  guint8 digest[ZM_SHA256_LENGTH];
  const ZmOperator *approver;
  ZmRequestType type;

  if (!find_action (get_text (request, "action"), &type, error))
    return NULL;
  if (strcmp (name, caller->operator) == 0)
    {
      zm_error_set (error, ZM_ERROR_DENIED, "second-person.same", name, "somebody else",
                    "Nobody is his own second person");
      return NULL;
    }
  approver = zm_sign_in_prove (signer, caller, name, get_text (request, "pin"), error);
  if (approver == NULL || !check_approver (type, caller, approver, error))
    return NULL;

  /* The table of requests has seen to its form. */
  g_return_val_if_fail (zm_hex_decode (get_text (request, "digest"), digest, sizeof digest), NULL);
  zm_approvals_add (signer->approvals, digest, caller->operator, approver->name,
                    caller->now.running);
  until = zm_instant_format (caller->now.wall + ZM_APPROVALS_LIFE * ZM_INSTANT_SECOND);

  return json_pack ("{s:s}", "until", until);
}

json_t *
zm_second_person_set_limits (ZmSigner        *signer,
                             const ZmCaller  *caller,
                             const json_t    *request,
                             GError         **error)
{
  ZmLimits limits;

  if (!zm_limits_read (&limits, request, error) ||
      !zm_signer_record (signer, caller, "limits.set", zm_limits_describe (&limits), error))
    return NULL;

  return json_object ();
}
