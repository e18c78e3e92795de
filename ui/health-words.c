#include "config.h"

#include "ui/health-words.h"

#include "app/base/join.h"

#include <glib/gi18n.h>

const char *
zm_health_words_say (ZmHealthSeverity severity)
{
  switch (severity)
    {
    case ZM_HEALTH_OK:
      return C_("health", "Good");
    case ZM_HEALTH_WARNING:
      return C_("health", "Attention");
    case ZM_HEALTH_PROBLEM:
    default:
      return C_("health", "Problem");
    }
}

ZmBadgeKind
zm_health_words_kind (ZmHealthSeverity severity)
{
  switch (severity)
    {
    case ZM_HEALTH_OK:
      return ZM_BADGE_GOOD;
    case ZM_HEALTH_WARNING:
      return ZM_BADGE_WARNING;
    case ZM_HEALTH_PROBLEM:
    default:
      return ZM_BADGE_BAD;
    }
}

const char *
zm_health_words_say_kind (ZmAuthorityKind kind)
{
  switch (kind)
    {
    case ZM_AUTHORITY_ROOT:
      return _("Root CA, kept offline");
    case ZM_AUTHORITY_INTERMEDIATE:
      return _("Intermediate CA, issues to devices");
    case ZM_AUTHORITY_STATION:
      return _("This station, signs payloads");
    case ZM_AUTHORITY_SERVER:
    default:
      return _("Central Station, devices talk to it");
    }
}

static guint
count (GPtrArray        *findings,
       ZmHealthSeverity  severity)
{
  guint found = 0;

  for (guint i = 0; i < findings->len; i++)
    found += ((const ZmHealthFinding *) findings->pdata[i])->severity == severity;

  return found;
}

char *
zm_health_words_sum_up (GPtrArray *findings)
{
  guint problems;
  guint warnings;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_return_val_if_fail (findings != NULL, NULL);

  problems = count (findings, ZM_HEALTH_PROBLEM);
  warnings = count (findings, ZM_HEALTH_WARNING);
  if (problems == 0 && warnings == 0)
    return g_strdup (_("Everything is well"));

  first = g_strdup_printf (ngettext ("%u problem", "%u problems", problems), problems);
  second = g_strdup_printf (ngettext ("%u warning", "%u warnings", warnings), warnings);
  if (warnings == 0)
    return g_steal_pointer (&first);
  if (problems == 0)
    return g_steal_pointer (&second);

  return zm_join_list (first, second, NULL);
}
