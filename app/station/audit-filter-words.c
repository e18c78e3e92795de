#include "config.h"

#include "app/station/audit-filter-words.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/audit-words.h"
#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>

/* What stands before a text. */
static const char *const titles[] = {
  [ZM_AUDIT_FIELD_ACTOR] = N_("Person"),
  [ZM_AUDIT_FIELD_DEVICE] = N_("Device"),
  [ZM_AUDIT_FIELD_PORT] = N_("Port"),
  [ZM_AUDIT_FIELD_SESSION] = N_("Session"),
  [ZM_AUDIT_FIELD_ACTION] = N_("Action"),
  [ZM_AUDIT_FIELD_TEXT] = N_("Contains"),
};

const char *
zm_audit_filter_words_outcome (ZmAuditOutcome outcome)
{
  switch (outcome)
    {
    case ZM_AUDIT_SUCCESS:
      return C_("outcome", "Success");
    case ZM_AUDIT_FAILURE:
      return C_("outcome", "Failure");
    case ZM_AUDIT_UNKNOWN:
    default:
      return C_("outcome", "Unknown");
    }
}

static char *
describe_outcomes (guint outcomes)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  if (outcomes == 0)
    return NULL;

  for (guint i = ZM_AUDIT_SUCCESS; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      if ((outcomes & (1u << i)) != 0)
        g_ptr_array_add (names, (gpointer) zm_audit_filter_words_outcome ((ZmAuditOutcome) i));
    }
  g_ptr_array_add (names, NULL);
  joined = zm_join_strv ((const char *const *) names->pdata);

  return zm_join_pair (_("Outcome"), joined);
}

static char *
describe_span (const ZmAuditFilter *filter)
{
  g_autofree char *from = zm_time_words_format (filter->from);
  g_autofree char *to = zm_time_words_format (filter->to);

  if (from != NULL && to != NULL)
    /* TRANSLATORS: two instants, of which the second is no longer meant */
    return g_strdup_printf (_("From %s until %s"), from, to);
  if (from != NULL)
    /* TRANSLATORS: an instant */
    return g_strdup_printf (_("From %s on"), from);
  if (to != NULL)
    /* TRANSLATORS: an instant */
    return g_strdup_printf (_("Before %s"), to);

  return NULL;
}

char *
zm_audit_filter_words_field (const ZmAuditFilter *filter,
                             ZmAuditField         field)
{
  g_autofree char *shown = NULL;
  const char *text;

  g_return_val_if_fail (filter != NULL, NULL);

  if (field == ZM_AUDIT_FIELD_OUTCOMES)
    return describe_outcomes (filter->outcomes);
  if (field == ZM_AUDIT_FIELD_SPAN)
    return describe_span (filter);

  text = zm_audit_filter_get_text (filter, field);
  if (text == NULL)
    return NULL;

  shown = field == ZM_AUDIT_FIELD_ACTION ? zm_audit_words_action (text)
                                         : zm_text_escape (text, -1);
  return zm_join_pair (_(titles[field]), shown);
}

char *
zm_audit_filter_words_line (const ZmAuditFilter *filter)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; filter != NULL && i < ZM_AUDIT_FIELDS; i++)
    {
      char *field = zm_audit_filter_words_field (filter, (ZmAuditField) i);

      if (field != NULL)
        g_ptr_array_add (fields, field);
    }
  if (fields->len == 0)
    return g_strdup (_("All records"));

  g_ptr_array_add (fields, NULL);
  return g_strjoinv (" · ", (char **) fields->pdata);
}
