#include "app/pki/judgement.h"

#include "app/base/error.h"
#include "app/pki/judgement-rules.h"

#include <string.h>

/* Of a judgement that comes as JSON. */
#define ROWS_MAX  128
#define TEXT_MAX  65536 /* bytes: 4 KiB of request, each escaped */
#define CHECK     "judgement.form"

struct _ZmJudgement {
  gatomicrefcount  references;
  GArray          *rows;
};

static const char *const verdict_names[] = {
  [ZM_VERDICT_GRANTED] = "granted",
  [ZM_VERDICT_FILLED] = "filled",
  [ZM_VERDICT_CHANGED] = "changed",
  [ZM_VERDICT_IGNORED] = "ignored",
  [ZM_VERDICT_REFUSED] = "refused",
};

static void
row_clear (gpointer data)
{
  ZmJudgementRow *row = data;

  g_free (row->field);
  g_free (row->asked);
  g_free (row->policy);
  g_free (row->standard);
  g_free (row->issued);
  g_free (row->check);
}

static ZmJudgement *
new_empty (void)
{
  ZmJudgement *judgement = g_new0 (ZmJudgement, 1);

  g_atomic_ref_count_init (&judgement->references);
  judgement->rows = g_array_new (FALSE, FALSE, sizeof (ZmJudgementRow));
  g_array_set_clear_func (judgement->rows, row_clear);

  return judgement;
}

ZmJudgement *
zm_judgement_new (ZmCsr                  *csr,
                  const ZmPolicy         *policy,
                  const ZmJudgementFacts *facts)
{
  ZmJudgement *judgement;

  g_return_val_if_fail (csr != NULL, NULL);
  g_return_val_if_fail (policy != NULL && policy->identity_host != NULL, NULL);
  g_return_val_if_fail (facts != NULL && facts->device_id != NULL && facts->device_label != NULL,
                        NULL);

  judgement = new_empty ();
  zm_judgement_rules_apply (judgement->rows, csr, policy, facts);

  return judgement;
}

ZmJudgement *
zm_judgement_ref (ZmJudgement *judgement)
{
  g_return_val_if_fail (judgement != NULL, NULL);

  g_atomic_ref_count_inc (&judgement->references);

  return judgement;
}

void
zm_judgement_unref (ZmJudgement *judgement)
{
  if (judgement == NULL || !g_atomic_ref_count_dec (&judgement->references))
    return;

  g_array_unref (judgement->rows);
  g_free (judgement);
}

const ZmJudgementRow *
zm_judgement_get_rows (ZmJudgement *judgement,
                       gsize       *count)
{
  g_return_val_if_fail (judgement != NULL, NULL);

  *count = judgement->rows->len;

  return (const ZmJudgementRow *) judgement->rows->data;
}

static const ZmJudgementRow *
find_refusal (ZmJudgement *judgement)
{
  for (guint i = 0; i < judgement->rows->len; i++)
    {
      const ZmJudgementRow *row = &g_array_index (judgement->rows, ZmJudgementRow, i);

      if (row->verdict == ZM_VERDICT_REFUSED)
        return row;
    }

  return NULL;
}

gboolean
zm_judgement_is_accepted (ZmJudgement  *judgement,
                          GError      **error)
{
  const ZmJudgementRow *row;

  g_return_val_if_fail (judgement != NULL, FALSE);

  row = find_refusal (judgement);
  if (row == NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, row->check, row->asked, row->policy,
                "The certificate request is refused for what it says in “%s”", row->field);
  return FALSE;
}

static json_t *
row_to_json (const ZmJudgementRow *row)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "field", row->field);
  zm_json_set_string (object, "asked", row->asked);
  zm_json_set_string (object, "policy", row->policy);
  zm_json_set_string (object, "standard", row->standard);
  zm_json_set_string (object, "issued", row->issued);
  zm_json_set_string (object, "verdict", zm_judgement_verdict_name (row->verdict));
  zm_json_set_string (object, "check", row->check);

  return object;
}

json_t *
zm_judgement_to_json (ZmJudgement *judgement)
{
  json_t *object;
  json_t *rows;

  g_return_val_if_fail (judgement != NULL, NULL);

  object = json_object ();
  rows = json_array ();
  for (guint i = 0; i < judgement->rows->len; i++)
    json_array_append_new (rows, row_to_json (&g_array_index (judgement->rows, ZmJudgementRow, i)));
  json_object_set_new (object, "accepted", json_boolean (find_refusal (judgement) == NULL));
  json_object_set_new (object, "rows", rows);

  return object;
}

static gboolean
refuse_form (const char  *seen,
             const char  *expected,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, CHECK, seen, expected, "This is not a judgement");
  return FALSE;
}

static gboolean
parse_verdict (const char  *name,
               ZmVerdict   *verdict,
               GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verdict_names); i++)
    {
      if (strcmp (verdict_names[i], name) == 0)
        {
          *verdict = (ZmVerdict) i;
          return TRUE;
        }
    }

  return refuse_form (name, "a verdict", error);
}

static gboolean
append_row (GArray        *rows,
            const json_t  *object,
            GError       **error)
{
  const char *field = zm_json_get_string (object, "field", TEXT_MAX, CHECK, error);
  const char *policy = NULL;
  const char *name = NULL;
  const char *asked = NULL;
  const char *standard = NULL;
  const char *issued = NULL;
  const char *check = NULL;
  ZmJudgementRow row = { 0 };

  if (field != NULL)
    policy = zm_json_get_string (object, "policy", TEXT_MAX, CHECK, error);
  if (policy != NULL)
    name = zm_json_get_string (object, "verdict", TEXT_MAX, CHECK, error);
  if (name == NULL || !parse_verdict (name, &row.verdict, error) ||
      !zm_json_get_optional (object, "asked", TEXT_MAX, &asked, CHECK, error) ||
      !zm_json_get_optional (object, "standard", TEXT_MAX, &standard, CHECK, error) ||
      !zm_json_get_optional (object, "issued", TEXT_MAX, &issued, CHECK, error) ||
      !zm_json_get_optional (object, "check", TEXT_MAX, &check, CHECK, error))
    return FALSE;
  if ((check != NULL) != (row.verdict == ZM_VERDICT_REFUSED))
    return refuse_form (name, "a check with a refusal and only there", error);

  row.field = g_strdup (field);
  row.asked = g_strdup (asked);
  row.policy = g_strdup (policy);
  row.standard = g_strdup (standard);
  row.issued = g_strdup (issued);
  row.check = g_strdup (check);
  g_array_append_val (rows, row);

  /* cppcheck-suppress memleak -- the array has taken the strings. */
  return TRUE;
}

ZmJudgement *
zm_judgement_from_json (const json_t  *json,
                        GError       **error)
{
  g_autoptr(ZmJudgement) judgement = new_empty ();
  const json_t *accepted = json_object_get (json, "accepted");
  const json_t *rows = json_object_get (json, "rows");

  if (!json_is_array (rows) || json_array_size (rows) > ROWS_MAX || !json_is_boolean (accepted))
    {
      refuse_form (NULL, "“accepted” and at most 128 rows", error);
      return NULL;
    }

  for (gsize i = 0; i < json_array_size (rows); i++)
    {
      if (!append_row (judgement->rows, json_array_get (rows, i), error))
        return NULL;
    }

  /* The word and the rows must agree, or one of two readers would be misled. */
  if (json_is_true (accepted) != (find_refusal (judgement) == NULL))
    {
      refuse_form (json_is_true (accepted) ? "accepted" : "refused", "what the rows say", error);
      return NULL;
    }

  return g_steal_pointer (&judgement);
}

const char *
zm_judgement_verdict_name (ZmVerdict verdict)
{
  g_return_val_if_fail ((gsize) verdict < G_N_ELEMENTS (verdict_names), NULL);

  return verdict_names[verdict];
}
