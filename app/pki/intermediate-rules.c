#include "app/pki/intermediate-rules.h"

#include "app/base/error.h"
#include "app/base/json.h"

#include <string.h>

/* That of the constraints is the last. */
static const ZmIntermediateRule rules[] = {
  { "Basic constraints", "CA:TRUE, pathlen:0", TRUE },
  { "Key usage", "keyCertSign, cRLSign", TRUE },
  { "Extended key usage", "clientAuth", FALSE },
  { "Extension nameConstraints", NULL, TRUE },
};

const ZmIntermediateRule *
zm_intermediate_rules_list (gboolean  name_constraints,
                            gsize    *count)
{
  g_return_val_if_fail (count != NULL, NULL);

  *count = G_N_ELEMENTS (rules) - (name_constraints ? 0 : 1);
  return rules;
}

static const json_t *
find_row (const json_t *rows,
          const char   *name)
{
  const json_t *row;
  gsize i;

  json_array_foreach (rows, i, row)
    {
      if (g_strcmp0 (json_string_value (json_object_get (row, "name")), name) == 0)
        return row;
    }

  return NULL;
}

gboolean
zm_intermediate_rules_check (const ZmIntermediateRule  *rule,
                             ZmCertificate             *intermediate,
                             GError                   **error)
{
  g_autofree char *text = NULL;
  g_autoptr(json_t) rows = NULL;
  const json_t *row;
  const char *seen;

  g_return_val_if_fail (rule != NULL && intermediate != NULL, FALSE);

  text = zm_certificate_describe (intermediate);
  rows = json_loads (text, 0, NULL);
  row = find_row (rows, rule->name);
  seen = json_string_value (json_object_get (row, "value"));
  if (seen != NULL && (rule->expected == NULL || strcmp (seen, rule->expected) == 0) &&
      (!rule->critical || json_is_true (json_object_get (row, "critical"))))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "authority.intermediate", seen,
                rule->expected != NULL ? rule->expected : "a critical extension",
                "The intermediate's certificate is not as it must be: %s", rule->name);
  return FALSE;
}

gboolean
zm_intermediate_rules_check_all (ZmCertificate  *intermediate,
                                 gboolean        name_constraints,
                                 GError        **error)
{
  gsize count;
  const ZmIntermediateRule *list = zm_intermediate_rules_list (name_constraints, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (!zm_intermediate_rules_check (&list[i], intermediate, error))
        return FALSE;
    }

  return TRUE;
}
