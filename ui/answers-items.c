#include "config.h"

#include "ui/answers-items.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/failure-words.h"
#include "app/station/judgement-words.h"
#include "app/station/phrase-words.h"
#include "app/station/remedy.h"
#include "app/station/time-words.h"
#include "ui/review-item.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static const char *
say_kind (const ZmAuthorityAnswer *item)
{
  switch (item->kind)
    {
    case ZM_ANSWER_ROOT:
      return _("Root certificate");
    case ZM_ANSWER_BETWEEN:
      return _("Certificate of a CA between");
    case ZM_ANSWER_INTERMEDIATE:
      return _("Intermediate certificate");
    case ZM_ANSWER_STATION:
      return _("Station certificate");
    case ZM_ANSWER_LIST:
      return _("Revocation list");
    case ZM_ANSWER_STRANGE:
    default:
      return _("Not an answer");
    }
}

static char *
tell_certificate (ZmCertificate *certificate)
{
  g_autofree char *subject = zm_text_escape (zm_certificate_get_subject (certificate), -1);
  g_autofree char *issuer = zm_text_escape (zm_certificate_get_issuer (certificate), -1);
  g_autofree char *end = zm_time_words_format_day (zm_certificate_get_not_after (certificate));

  /* TRANSLATORS: a certificate's subject, its issuer, and its last day. */
  return g_strdup_printf (_("%s, issued by %s, until %s"), subject, issuer, end);
}

static char *
tell_list (ZmCrl *list)
{
  g_autofree char *issuer = zm_text_escape (zm_crl_get_issuer (list), -1);
  g_autofree char *end = zm_time_words_format_day (zm_crl_get_next_update (list));
  gsize count;

  (void) zm_crl_get_entries (list, &count);
  /* TRANSLATORS: number of a revocation list, its CA, its last day, how many it revokes. */
  return g_strdup_printf (ngettext ("Number %" PRIu64 " of %s, good until %s, with %u certificate",
                                    "Number %" PRIu64 " of %s, good until %s, with %u certificates",
                                    count), zm_crl_get_number (list), issuer, end, (guint) count);
}

static gboolean
is_bad (const ZmAuthorityAnswer *item)
{
  for (guint i = 0; i < item->checks->len; i++)
    {
      if (((const ZmAnswerCheck *) item->checks->pdata[i])->refusal != NULL)
        return TRUE;
    }

  return FALSE;
}

static ZmReviewItem *
make_head (const ZmAuthorityAnswer *item)
{
  gboolean bad = is_bad (item);
  g_autofree char *file = zm_text_escape (item->file, -1);
  char *detail;

  if (item->certificate != NULL)
    detail = tell_certificate (item->certificate);
  else
    detail = item->list != NULL ? tell_list (item->list) : g_strdup (_("It cannot be read."));
  if (!bad && item->is_known)
    return zm_review_item_new (ZM_ANSWERS_GROUP_GOOD, ZM_BADGE_NEUTRAL, _("In use"),
                               g_strdup_printf ("%s – %s", say_kind (item), file), detail);

  return zm_review_item_new (bad ? ZM_ANSWERS_GROUP_BAD : ZM_ANSWERS_GROUP_GOOD,
                             bad ? ZM_BADGE_BAD : ZM_BADGE_GOOD, bad ? _("Refused") : _("Fits"),
                             g_strdup_printf ("%s – %s", say_kind (item), file), detail);
}

/* Two that are alike need not be read twice. */
static char *
compare (const ZmAnswerCheck *check)
{
  g_autofree char *asked = zm_phrase_words_say (check->asked);
  g_autofree char *got = zm_phrase_words_say (check->got);

  if (check->refusal == NULL && g_strcmp0 (asked, got) == 0 && asked != NULL)
    return g_strdup_printf (_("Asked for and given: %s"), asked);
  if (asked != NULL && got != NULL)
    return g_strdup_printf (_("Asked for: %s. Given: %s"), asked, got);
  if (asked != NULL)
    return g_strdup_printf (_("Asked for: %s. Given: nothing"), asked);

  return got != NULL ? g_strdup_printf (_("Given: %s"), got) : g_strdup ("");
}

static char *
tell_check (const ZmAnswerCheck *check)
{
  g_autofree char *compared = compare (check);
  g_autofree char *said = NULL;
  const char *name;

  if (check->refusal == NULL)
    return g_steal_pointer (&compared);

  name = zm_error_get_check (check->refusal);
  said = zm_failure_words_say (check->refusal);
  return g_strdup_printf ("%s.%s%s\n%s (%s)", said, *compared != '\0' ? " " : "",
                          compared, zm_remedy_for (name), name);
}

static ZmReviewItem *
make_check (const ZmAuthorityAnswer *item,
            const ZmAnswerCheck     *check)
{
  char *title = check->title != NULL ? zm_judgement_words_say (check->title) : g_strdup (say_kind (item));
  char *detail = tell_check (check);

  if (check->refusal != NULL)
    return zm_review_item_new (ZM_ANSWERS_GROUP_BAD, ZM_BADGE_BAD, _("Bad"), title, detail);
  if (check->warns)
    return zm_review_item_new (ZM_ANSWERS_GROUP_GOOD, ZM_BADGE_WARNING, _("Attention"), title,
                               detail);

  return zm_review_item_new (ZM_ANSWERS_GROUP_GOOD, ZM_BADGE_GOOD, _("Good"), title, detail);
}

GListModel *
zm_answers_items_new (const ZmAuthorityAnswers *answers)
{
  GListStore *items = g_list_store_new (ZM_TYPE_REVIEW_ITEM);

  g_return_val_if_fail (answers != NULL, NULL);

  for (guint i = 0; i < answers->items->len; i++)
    {
      const ZmAuthorityAnswer *item = answers->items->pdata[i];
      g_autoptr(ZmReviewItem) head = make_head (item);

      g_list_store_append (items, head);
      for (guint j = 0; j < item->checks->len; j++)
        {
          g_autoptr(ZmReviewItem) check = make_check (item, item->checks->pdata[j]);

          g_list_store_append (items, check);
        }
    }

  return G_LIST_MODEL (items);
}
