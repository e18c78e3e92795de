#include "app/signer/operators.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/protocol/person-rules.h"

struct _ZmOperators {
  GHashTable *by_name; /* name → ZmOperator */
};

static void
operator_free (gpointer data)
{
  ZmOperator *operator = data;

  g_free (operator->name);
  g_free (operator);
}

ZmOperators *
zm_operators_new (void)
{
  ZmOperators *operators = g_new0 (ZmOperators, 1);

  operators->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, operator_free);

  return operators;
}

void
zm_operators_free (ZmOperators *operators)
{
  if (operators == NULL)
    return;

  g_hash_table_unref (operators->by_name);
  g_free (operators);
}

json_t *
zm_operators_describe_pin (const char     *name,
                           const ZmSecret *pin,
                           const ZmSecret *pepper)
{
  guint8 salt[ZM_SEAL_SALT_LENGTH];
  guint8 verifier[32];
  g_autofree char *salt_hex = NULL;
  g_autofree char *verifier_hex = NULL;

  zm_random_bytes (salt, sizeof salt);
  zm_seal_pin (pin, salt, pepper, verifier);
  salt_hex = zm_hex_encode (salt, sizeof salt);
  verifier_hex = zm_hex_encode (verifier, sizeof verifier);

  return json_pack ("{s:s, s:s, s:s}", "name", name, "salt", salt_hex, "verifier", verifier_hex);
}

json_t *
zm_operators_describe_new (const char     *name,
                           ZmRole          role,
                           const ZmSecret *pin,
                           const ZmSecret *pepper)
{
  json_t *members = zm_operators_describe_pin (name, pin, pepper);

  zm_json_set_string (members, "role", zm_request_role_name (role));
  return members;
}

static gboolean
read_hex (const json_t  *entry,
          const char    *member,
          guint8        *data,
          gsize          length,
          GError       **error)
{
  const char *text = zm_json_get_string (entry, member, 2 * length, "ledger.entry", error);

  if (text == NULL)
    return FALSE;
  if (!zm_hex_decode (text, data, length))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ledger.entry", "other text", "hex digits",
                    "Member “%s” is no hex number", member);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_pin (const json_t  *entry,
          ZmOperator    *operator,
          GError       **error)
{
  return read_hex (entry, "salt", operator->salt, sizeof operator->salt, error) &&
         read_hex (entry, "verifier", operator->verifier, sizeof operator->verifier, error);
}

gboolean
zm_operators_set_pin (ZmOperators   *operators,
                      const json_t  *entry,
                      GError       **error)
{
  const char *name;
  ZmOperator *operator;

  g_return_val_if_fail (operators != NULL, FALSE);

  name = zm_json_get_string (entry, "name", 4 * ZM_PERSON_RULES_NAME_MAX, "ledger.entry", error);
  if (name == NULL)
    return FALSE;
  operator = g_hash_table_lookup (operators->by_name, name);
  if (operator == NULL || !operator->active)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ledger.entry", name, "an active operator",
                    "Somebody who is not there has a new PIN");
      return FALSE;
    }

  return read_pin (entry, operator, error);
}

gboolean
zm_operators_add (ZmOperators   *operators,
                  const json_t  *entry,
                  GError       **error)
{
  const char *name;
  const char *role;
  ZmOperator draft = { .active = TRUE };
  ZmOperator *operator;

  g_return_val_if_fail (operators != NULL, FALSE);

  name = zm_json_get_string (entry, "name", 4 * ZM_PERSON_RULES_NAME_MAX, "ledger.entry", error);
  role = zm_json_get_string (entry, "role", 32, "ledger.entry", error);
  if (name == NULL || role == NULL || !read_pin (entry, &draft, error))
    return FALSE;
  if (!zm_request_role_parse (role, &draft.role))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "ledger.entry", role, "a role",
                    "An operator has an unknown role");
      return FALSE;
    }

  operator = g_memdup2 (&draft, sizeof draft);
  operator->name = g_strdup (name);
  g_hash_table_replace (operators->by_name, operator->name, operator);

  return TRUE;
}

void
zm_operators_remove (ZmOperators *operators,
                     const char  *name)
{
  ZmOperator *operator;

  g_return_if_fail (operators != NULL);
  g_return_if_fail (name != NULL);

  operator = g_hash_table_lookup (operators->by_name, name);
  if (operator != NULL)
    operator->active = FALSE;
}

const ZmOperator *
zm_operators_find (ZmOperators *operators,
                   const char  *name)
{
  const ZmOperator *operator;

  g_return_val_if_fail (operators != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  operator = g_hash_table_lookup (operators->by_name, name);

  return operator != NULL && operator->active ? operator : NULL;
}

guint
zm_operators_count (ZmOperators *operators,
                    ZmRole       roles,
                    const char  *except)
{
  GHashTableIter iter;
  gpointer value;
  guint count = 0;

  g_return_val_if_fail (operators != NULL, 0);

  g_hash_table_iter_init (&iter, operators->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ZmOperator *operator = value;

      if (operator->active && (operator->role & roles) != 0 &&
          g_strcmp0 (operator->name, except) != 0)
        count++;
    }

  return count;
}

gboolean
zm_operators_is_full (ZmOperators *operators)
{
  g_return_val_if_fail (operators != NULL, TRUE);

  return g_hash_table_size (operators->by_name) >= ZM_OPERATORS_MAX;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (a, b);
}

json_t *
zm_operators_list (ZmOperators *operators)
{
  g_autoptr(GList) names = NULL;
  json_t *list = json_array ();

  g_return_val_if_fail (operators != NULL, NULL);

  names = g_list_sort (g_hash_table_get_keys (operators->by_name), compare_names);
  for (GList *at = names; at != NULL; at = at->next)
    {
      const ZmOperator *operator = g_hash_table_lookup (operators->by_name, at->data);

      json_array_append_new (list, json_pack ("{s:s, s:s, s:b}", "name", operator->name, "role",
                                              zm_request_role_name (operator->role), "active",
                                              operator->active));
    }

  return list;
}
