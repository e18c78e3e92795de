#include "config.h"

#include "ui/verification-words.h"

#include "app/base/text.h"
#include "app/station/failure-words.h"

#include <glib/gi18n.h>
#include <inttypes.h>

ZmBadgeKind
zm_verification_words_kind (ZmAuditVerdict verdict)
{
  switch (verdict)
    {
    case ZM_AUDIT_INTACT:
      return ZM_BADGE_GOOD;
    case ZM_AUDIT_BROKEN:
    case ZM_AUDIT_CUT:
      return ZM_BADGE_BAD;
    case ZM_AUDIT_UNREADABLE:
    case ZM_AUDIT_UNWITNESSED:
    default:
      return ZM_BADGE_WARNING;
    }
}

const char *
zm_verification_words_name (ZmAuditVerdict verdict)
{
  switch (verdict)
    {
    case ZM_AUDIT_INTACT:
      return _("Intact");
    case ZM_AUDIT_BROKEN:
      return _("Broken");
    case ZM_AUDIT_CUT:
      return _("Cut");
    case ZM_AUDIT_UNWITNESSED:
      return _("Unwitnessed");
    case ZM_AUDIT_UNREADABLE:
    default:
      return _("Unreadable");
    }
}

static char *
tell_intact (const ZmAuditReport *report)
{
  return g_strdup_printf (ngettext ("%" PRId64 " record fits its chain.",
                                    "All %" PRId64 " records fit together.",
                                    (gulong) report->size), report->size);
}

static char *
tell_broken (const ZmAuditReport *report)
{
  if (report->last_bad_seq > report->first_bad_seq)
    return g_strdup_printf (_("Between record %" PRId64 " and record %" PRId64
                              " something was changed, added or taken out."),
                            report->first_bad_seq, report->last_bad_seq);

  return g_strdup_printf (_("The first wrong record is number %" PRId64 "."),
                          report->first_bad_seq);
}

char *
zm_verification_words_finding (const ZmAuditReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);

  switch (report->verdict)
    {
    case ZM_AUDIT_INTACT:
    case ZM_AUDIT_UNWITNESSED:
      return tell_intact (report);
    case ZM_AUDIT_BROKEN:
      return tell_broken (report);
    case ZM_AUDIT_CUT:
      return g_strdup_printf (_("Record %" PRId64 " and what followed it are missing."),
                              report->first_bad_seq);
    case ZM_AUDIT_UNREADABLE:
    default:
      return report->message != NULL ? zm_failure_words_recall (report->check, report->message)
                                     : g_strdup ("");
    }
}

/* How far signed checkpoints vouch for what is there. */
static char *
tell_checkpoint (const ZmAuditReport *report)
{
  if (report->last_good_checkpoint == 0)
    return g_strdup (_("No signed checkpoint vouches for them."));

  return g_strdup_printf (_("A signed checkpoint vouches for the records up to number "
                            "%" PRIu64 "."), report->last_good_checkpoint);
}

char *
zm_verification_words_meaning (const ZmAuditReport *report)
{
  g_autofree char *checkpoint = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  checkpoint = tell_checkpoint (report);
  switch (report->verdict)
    {
    case ZM_AUDIT_INTACT:
      return g_strdup_printf ("%s %s", checkpoint,
                              _("Nobody changed them unnoticed since they were written."));
    case ZM_AUDIT_BROKEN:
      return g_strdup_printf ("%s %s", checkpoint,
                              _("What comes after cannot be relied on: somebody, or a failing "
                                "disk, changed it after it was written."));
    case ZM_AUDIT_CUT:
      return g_strdup_printf ("%s %s", checkpoint,
                              _("What is here is right, but more was here: the end was cut off, "
                                "or an old copy was put back."));
    case ZM_AUDIT_UNWITNESSED:
      return g_strdup_printf ("%s %s", checkpoint,
                              _("Whoever can write this file could have made all of it anew."));
    case ZM_AUDIT_UNREADABLE:
    default:
      return g_strdup (_("Nothing can be said about this log, neither good nor bad."));
    }
}
