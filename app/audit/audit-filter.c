#include "app/audit/audit-filter.h"

#include "app/base/text.h"

#include <string.h>

/* The columns that must be equal to a text of the filter, the rarest values first. */
static const struct {
  const char *column;
  gsize offset;
  gboolean indexed;
} equals[] = {
  { "session", G_STRUCT_OFFSET (ZmAuditFilter, session), TRUE },
  { "device", G_STRUCT_OFFSET (ZmAuditFilter, device), TRUE },
  { "actor", G_STRUCT_OFFSET (ZmAuditFilter, actor), FALSE },
  { "port", G_STRUCT_OFFSET (ZmAuditFilter, port), FALSE },
};

/* The WHERE clause as it grows, with the texts for its parameters in order. */
typedef struct {
  GString *clause;
  GPtrArray *texts;
  ZmAuditAlong along;
  gboolean led; /* an index leads already */
} Conditions;

/* --- A filter as a value --- */

static const gsize text_offsets[] = {
  [ZM_AUDIT_FIELD_ACTOR] = G_STRUCT_OFFSET (ZmAuditFilter, actor),
  [ZM_AUDIT_FIELD_DEVICE] = G_STRUCT_OFFSET (ZmAuditFilter, device),
  [ZM_AUDIT_FIELD_PORT] = G_STRUCT_OFFSET (ZmAuditFilter, port),
  [ZM_AUDIT_FIELD_SESSION] = G_STRUCT_OFFSET (ZmAuditFilter, session),
  [ZM_AUDIT_FIELD_ACTION] = G_STRUCT_OFFSET (ZmAuditFilter, action),
  [ZM_AUDIT_FIELD_TEXT] = G_STRUCT_OFFSET (ZmAuditFilter, text),
};

static char **
peek_text (ZmAuditFilter *filter,
           guint          field)
{
  return &G_STRUCT_MEMBER (char *, filter, text_offsets[field]);
}

ZmAuditFilter *
zm_audit_filter_copy (const ZmAuditFilter *filter)
{
  ZmAuditFilter *copy = g_new0 (ZmAuditFilter, 1);

  if (filter == NULL)
    return copy;

  *copy = *filter;
  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    *peek_text (copy, i) = g_strdup (zm_audit_filter_get_text (filter, (ZmAuditField) i));

  return copy;
}

void
zm_audit_filter_free (ZmAuditFilter *filter)
{
  if (filter == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    g_free (*peek_text (filter, i));
  g_free (filter);
}

gboolean
zm_audit_filter_set_text (ZmAuditFilter *copy,
                          ZmAuditField   field,
                          const char    *text)
{
  char **member;

  g_return_val_if_fail (copy != NULL && (guint) field < G_N_ELEMENTS (text_offsets), FALSE);

  if (text != NULL && *text == '\0')
    text = NULL;
  member = peek_text (copy, field);
  if (g_strcmp0 (*member, text) == 0)
    return FALSE;

  g_free (*member);
  *member = g_strdup (text);
  return TRUE;
}

const char *
zm_audit_filter_get_text (const ZmAuditFilter *filter,
                          ZmAuditField         field)
{
  g_return_val_if_fail (filter != NULL && (guint) field < G_N_ELEMENTS (text_offsets), NULL);

  return G_STRUCT_MEMBER (const char *, filter, text_offsets[field]);
}

void
zm_audit_filter_clear (ZmAuditFilter *copy,
                       ZmAuditField   field)
{
  g_return_if_fail (copy != NULL);

  switch (field)
    {
    case ZM_AUDIT_FIELD_OUTCOMES:
      copy->outcomes = 0;
      break;
    case ZM_AUDIT_FIELD_SPAN:
      copy->from = copy->to = 0;
      break;
    case ZM_AUDIT_FIELD_ACTOR:
    case ZM_AUDIT_FIELD_DEVICE:
    case ZM_AUDIT_FIELD_PORT:
    case ZM_AUDIT_FIELD_SESSION:
    case ZM_AUDIT_FIELD_ACTION:
    case ZM_AUDIT_FIELD_TEXT:
    default:
      zm_audit_filter_set_text (copy, field, NULL);
      break;
    }
}

gboolean
zm_audit_filter_is_empty (const ZmAuditFilter *filter)
{
  if (filter == NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (text_offsets); i++)
    {
      if (zm_audit_filter_get_text (filter, (ZmAuditField) i) != NULL)
        return FALSE;
    }

  return filter->outcomes == 0 && filter->from == 0 && filter->to == 0;
}

static void
add_instant (GPtrArray  *parts,
             const char *name,
             ZmInstant   instant)
{
  g_autofree char *time = instant != 0 ? zm_instant_format (instant) : NULL;

  if (time != NULL)
    g_ptr_array_add (parts, g_strdup_printf ("%s=%s", name, time));
}

char *
zm_audit_filter_describe (const ZmAuditFilter *filter)
{
  static const char *const names[] = {
    [ZM_AUDIT_FIELD_ACTOR] = "actor",
    [ZM_AUDIT_FIELD_DEVICE] = "device",
    [ZM_AUDIT_FIELD_PORT] = "port",
    [ZM_AUDIT_FIELD_SESSION] = "session",
    [ZM_AUDIT_FIELD_ACTION] = "action",
    [ZM_AUDIT_FIELD_TEXT] = "text",
  };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (filter == NULL || zm_audit_filter_is_empty (filter))
    return g_strdup ("all");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = zm_audit_filter_get_text (filter, (ZmAuditField) i);
      g_autofree char *shown = text != NULL ? zm_text_escape (text, -1) : NULL;

      if (shown != NULL)
        g_ptr_array_add (parts, g_strdup_printf ("%s=%s", names[i], shown));
    }
  for (guint i = ZM_AUDIT_SUCCESS; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      if ((filter->outcomes & (1u << i)) != 0)
        g_ptr_array_add (parts, g_strconcat ("outcome=",
                                             zm_audit_record_outcome_name ((ZmAuditOutcome) i), NULL));
    }
  add_instant (parts, "from", filter->from);
  add_instant (parts, "to", filter->to);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

/* --- As conditions --- */

static void
add (Conditions *conditions,
     const char *condition,
     char       *text)
{
  g_string_append_printf (conditions->clause, " AND %s", condition);
  if (text != NULL)
    g_ptr_array_add (conditions->texts, text);
}

/* The sign + keeps a column's index out of the choice. */
static const char *
get_sign (const Conditions *conditions,
          gboolean          may_lead)
{
  return conditions->along == ZM_AUDIT_ALONG_ANY || (may_lead && !conditions->led) ? "" : "+";
}

static void
add_equal (Conditions *conditions,
           const char *column,
           const char *text,
           gboolean    may_lead)
{
  g_autofree char *condition = g_strdup_printf ("%s%s = ?", get_sign (conditions, may_lead),
                                                column);

  conditions->led = conditions->led || may_lead;
  add (conditions, condition, g_strdup (text));
}

static char *
escape_pattern (const char *text)
{
  g_autoptr(GString) pattern = g_string_new ("%");

  for (; *text != '\0'; text++)
    {
      if (strchr ("%_\\", *text) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *text);
    }
  g_string_append_c (pattern, '%');

  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

static void
add_text (Conditions *conditions,
          const char *text)
{
  static const char *const columns[] = { "actor", "device", "action", "detail" };
  g_autoptr(GString) condition = g_string_new ("(");

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append_printf (condition, "%s%s LIKE ? ESCAPE '\\'", i > 0 ? " OR " : "",
                              columns[i]);
      g_ptr_array_add (conditions->texts, escape_pattern (text));
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

/* U+10FFFF is above everything that may follow. */
static void
add_action (Conditions *conditions,
            const char *prefix)
{
  const char *sign = get_sign (conditions, FALSE);
  g_autofree char *least = g_strdup_printf ("%saction >= ?", sign);
  g_autofree char *below = g_strdup_printf ("%saction < ?", sign);

  add (conditions, least, g_strdup (prefix));
  add (conditions, below, g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL));
}

static void
add_outcomes (Conditions *conditions,
              guint       outcomes)
{
  g_autoptr(GString) condition = g_string_new ("+outcome IN (''");

  for (guint i = ZM_AUDIT_SUCCESS; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      if ((outcomes & (1u << i)) != 0)
        g_string_append_printf (condition, ", '%s'",
                                zm_audit_record_outcome_name ((ZmAuditOutcome) i));
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

static void
add_span (Conditions *conditions,
          ZmInstant   from,
          ZmInstant   to)
{
  const char *sign = get_sign (conditions, conditions->along == ZM_AUDIT_ALONG_TIME);
  g_autofree char *least = g_strdup_printf ("%stime >= ?", sign);
  g_autofree char *below = g_strdup_printf ("%stime < ?", sign);

  if (from != 0)
    add (conditions, least, zm_instant_format_micros (from));
  if (to != 0)
    add (conditions, below, zm_instant_format_micros (to));
}

void
zm_audit_filter_append (const ZmAuditFilter *filter,
                        ZmAuditAlong         along,
                        GString             *sql,
                        GPtrArray           *texts)
{
  Conditions conditions = { sql, texts, along, FALSE };

  g_return_if_fail (sql != NULL && texts != NULL);

  if (filter == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (equals); i++)
    {
      const char *text = G_STRUCT_MEMBER (const char *, filter, equals[i].offset);

      if (text != NULL)
        add_equal (&conditions, equals[i].column, text, equals[i].indexed);
    }
  if (filter->outcomes != 0)
    add_outcomes (&conditions, filter->outcomes);
  if (filter->action != NULL)
    add_action (&conditions, filter->action);
  if (filter->text != NULL)
    add_text (&conditions, filter->text);
  add_span (&conditions, filter->from, filter->to);
}
