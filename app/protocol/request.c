#include "app/protocol/request.h"

#include "app/base/error.h"
#include "app/protocol/approval.h"
#include "app/protocol/failure.h"
#include "app/protocol/request-table.h"

#include <stdlib.h>
#include <string.h>

static const char *const envelope[] = { "request", "token", "approval", NULL };

/* How they stand in every request that has them; the token's length is the signer's to choose. */
static const ZmMember envelope_members[] = {
  { .name = "token", .kind = ZM_MEMBER_HEX, .optional = TRUE, .min = 16, .max = 64 },
  { .name = "approval", .kind = ZM_MEMBER_HEX, .optional = TRUE, .min = ZM_APPROVAL_NONCE_LENGTH,
    .max = ZM_APPROVAL_NONCE_LENGTH },
  { .name = NULL },
};

const char *
zm_request_name (ZmRequestType type)
{
  const ZmRequestRow *row = zm_request_table_get (type);

  return row != NULL ? row->name : NULL;
}

ZmRole
zm_request_roles (ZmRequestType type)
{
  const ZmRequestRow *row = zm_request_table_get (type);

  g_return_val_if_fail (row != NULL, ZM_ROLE_NONE);

  return row->roles;
}

/* The envelope first: what else is wrong is not told before it has its form. */
static gboolean
check_members (const json_t        *object,
               const ZmRequestRow  *row,
               GError             **error)
{
  g_autoptr(json_t) alone = json_object ();

  for (gsize i = 0; envelope_members[i].name != NULL; i++)
    {
      json_t *value = json_object_get (object, envelope_members[i].name);

      if (value != NULL)
        json_object_set (alone, envelope_members[i].name, value);
    }

  return zm_member_check_object (alone, envelope_members, envelope, "request.members", error) &&
         zm_member_check_object (object, row->members, envelope, "request.members", error);
}

json_t *
zm_request_parse (const void     *data,
                  gsize           length,
                  ZmRequestType  *type,
                  const char    **token,
                  GError        **error)
{
  g_autoptr(json_t) object = NULL;
  ZmRequestType found;
  const char *name;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (type != NULL && token != NULL, NULL);

  if (length == 0 || length > ZM_REQUEST_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "request.json", NULL, "1 byte to 192 KiB",
                    "The request is empty or too long");
      return NULL;
    }

  object = zm_json_parse_object (data, length, "request.json", error);
  if (object == NULL)
    return NULL;
  name = zm_json_get_string (object, "request", 32, "request.name", error);
  if (name == NULL)
    return NULL;
  if (!zm_request_table_find (name, &found))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "request.name", name, NULL,
                    "There is no such request");
      return NULL;
    }
  if (!check_members (object, zm_request_table_get (found), error))
    return NULL;

  *type = found;
  *token = json_string_value (json_object_get (object, "token"));
  return g_steal_pointer (&object);
}

static GBytes *
dump (const json_t *object)
{
  char *text = json_dumps (object, JSON_COMPACT);

  return g_bytes_new_with_free_func (text, strlen (text), free, text);
}

GBytes *
zm_request_encode (ZmRequestType   type,
                   const char     *token,
                   json_t         *members,
                   GError        **error)
{
  g_autoptr(json_t) given = members != NULL ? members : json_object ();
  g_autoptr(json_t) object = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const ZmRequestRow *row = zm_request_table_get (type);

  g_return_val_if_fail (row != NULL, NULL);

  object = json_object ();
  zm_json_set_string (object, "request", row->name);
  zm_json_set_string (object, "token", token);
  json_object_update_missing (object, given);
  if (!check_members (object, row, error))
    return NULL;

  bytes = dump (object);
  if (g_bytes_get_size (bytes) > ZM_REQUEST_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "request.json", NULL, "at most 192 KiB",
                    "The request is too long");
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static GBytes *
encode_answer (const char *member,
               json_t     *value)
{
  g_autoptr(json_t) object = json_object ();

  json_object_set_new (object, member, value);
  return dump (object);
}

GBytes *
zm_request_encode_result (json_t *result)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  bytes = encode_answer ("ok", result != NULL ? result : json_object ());
  if (g_bytes_get_size (bytes) <= ZM_REQUEST_MAX)
    return g_steal_pointer (&bytes);

  zm_error_set (&error, ZM_ERROR_INTERNAL, "answer.size", NULL, "at most 192 KiB",
                "The signer's answer does not fit into one packet");
  return zm_request_encode_error (error);
}

GBytes *
zm_request_encode_error (const GError *failure)
{
  g_return_val_if_fail (failure != NULL, NULL);

  return encode_answer ("error", zm_failure_to_json (failure));
}

static json_t *
fail_answer (const char  *seen,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "answer.json", seen,
                "an object with one member, “ok” or “error”", "The signer's answer has no meaning");
  return NULL;
}

json_t *
zm_request_parse_answer (const void  *data,
                         gsize        length,
                         GError     **error)
{
  g_autoptr(json_t) object = NULL;
  json_t *result, *failure;
  GError *carried;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0 || length > ZM_REQUEST_MAX)
    return fail_answer (length == 0 ? "nothing" : "a longer text", error);

  object = zm_json_parse_object (data, length, "answer.json", error);
  if (object == NULL)
    return NULL;
  result = json_object_get (object, "ok");
  failure = json_object_get (object, "error");
  if (json_object_size (object) != 1 || !(json_is_object (result) || json_is_object (failure)))
    return fail_answer ("other members", error);
  if (result != NULL)
    return json_incref (result);

  carried = zm_failure_from_json (failure, "answer.json", error);
  if (carried != NULL)
    g_propagate_error (error, carried);
  return NULL;
}

static const struct {
  const char *name;
  ZmRole      role;
} role_names[] = {
  { "technician", ZM_ROLE_TECHNICIAN },
  { "administrator", ZM_ROLE_ADMINISTRATOR },
  { "auditor", ZM_ROLE_AUDITOR },
};

const char *
zm_request_role_name (ZmRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (role_names); i++)
    {
      if (role_names[i].role == role)
        return role_names[i].name;
    }

  return NULL;
}

gboolean
zm_request_role_parse (const char *name,
                       ZmRole     *role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (role_names); i++)
    {
      if (g_strcmp0 (name, role_names[i].name) == 0)
        {
          *role = role_names[i].role;
          return TRUE;
        }
    }

  return FALSE;
}
