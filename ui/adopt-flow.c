#include "config.h"

#include "ui/adopt-flow.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/text.h"
#include "app/station/adoption.h"
#include "app/station/failure-words.h"
#include "app/station/phrase-words.h"
#include "app/station/remedy.h"
#include "app/station/time-words.h"
#include "ui/file-choice.h"
#include "ui/review-item.h"
#include "ui/review-run.h"

#include <glib/gi18n.h>

typedef enum {
  GROUP_GOOD,
  GROUP_REFUSED,
} Group;

typedef struct {
  GPtrArray *files;     /* GFile */
  GFile *authority;     /* of another CA that is named; or NULL */
  GPtrArray *adoptions; /* NULL until they are judged */
} Flow;

static void
free_flow (gpointer data)
{
  Flow *flow = data;

  g_ptr_array_unref (flow->files);
  g_clear_object (&flow->authority);
  g_clear_pointer (&flow->adoptions, g_ptr_array_unref);
  g_free (flow);
}

/* --- Judging --- */

typedef struct {
  GPtrArray *files;
  GFile *authority;
} Judging;

static void
free_judging (gpointer data)
{
  Judging *judging = data;

  g_ptr_array_unref (judging->files);
  g_clear_object (&judging->authority);
  g_free (judging);
}

static GBytes *
read_file (GFile   *file,
           GError **error)
{
  const char *path = g_file_peek_path (file);

  return zm_file_read (path != NULL ? path : "", ZM_ADOPTION_FILE_MAX, error);
}

static GPtrArray *
judge_files (ZmStation        *station,
             const Judging    *judging,
             const GPtrArray  *authorities,
             GError          **error)
{
  g_autoptr(GPtrArray) adoptions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_adoption_free);

  for (guint i = 0; i < judging->files->len; i++)
    {
      GFile *file = judging->files->pdata[i];
      g_autoptr(GBytes) content = read_file (file, error);
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *shown = zm_text_escape (name, -1);

      if (content == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (adoptions,
                                    zm_adoption_judge (station, shown, content, authorities));
    }

  return g_steal_pointer (&adoptions);
}

static void
judge_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const Judging *judging = task_data;
  g_autoptr(GBytes) content = NULL;
  g_autoptr(GPtrArray) authorities = NULL;
  GPtrArray *adoptions = NULL;
  GError *error = NULL;

  if (judging->authority != NULL)
    {
      content = read_file (judging->authority, &error);
      authorities = content != NULL ? zm_adoption_read_authorities (content, &error) : NULL;
    }
  if (error == NULL)
    adoptions = judge_files (source_object, judging, authorities, &error);
  if (adoptions != NULL)
    g_task_return_pointer (task, adoptions, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static char *
tell_good (const ZmAdoption *adoption)
{
  g_autofree char *end =
    zm_time_words_format_day (zm_certificate_get_not_after (adoption->certificate));
  g_autofree char *label = zm_text_escape (adoption->label, -1);
  g_autofree char *issuer = zm_text_escape (zm_certificate_get_issuer (adoption->certificate), -1);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s. Valid until %s, issued by %s."), label, end, issuer);
  g_string_append_printf (text, " %s", adoption->is_registered
                                       ? _("The registry knows the device.")
                                       : _("The device is registered with it."));
  if (adoption->is_unlisted)
    g_string_append_printf (text, " %s",
                            _("Whether it was revoked is not known here: there is no list of its "
                              "CA."));

  return g_string_free (text, FALSE);
}

static char *
tell_refusal (const GError *refusal)
{
  g_autofree char *seen = zm_phrase_words_say (zm_error_get_seen (refusal));
  g_autofree char *words = zm_failure_words_say (refusal);

  return g_strdup_printf ("%s (%s%s%s). %s", words, zm_error_get_check (refusal),
                          seen != NULL ? ": " : "", seen != NULL ? seen : "",
                          zm_remedy_for (zm_error_get_check (refusal)));
}

static ZmReviewItem *
make_item (const ZmAdoption *adoption)
{
  char *title = adoption->device_id != NULL
                ? g_strdup_printf ("%s – %s", adoption->device_id, adoption->file)
                : g_strdup (adoption->file);

  if (adoption->refusal != NULL)
    return zm_review_item_new (GROUP_REFUSED, ZM_BADGE_BAD, _("Refused"), title,
                               tell_refusal (adoption->refusal));

  return zm_review_item_new (GROUP_GOOD, adoption->is_foreign ? ZM_BADGE_WARNING : ZM_BADGE_GOOD,
                             adoption->is_foreign ? _("Foreign CA") : _("Good"), title,
                             tell_good (adoption));
}

static void
show_adoptions (ZmReviewRun *run)
{
  const Flow *flow = run->data;
  g_autoptr(GListStore) items = g_list_store_new (ZM_TYPE_REVIEW_ITEM);
  g_autofree char *sum = NULL;
  g_autofree char *accept = NULL;
  guint good = 0;

  for (guint i = 0; i < flow->adoptions->len; i++)
    {
      const ZmAdoption *adoption = flow->adoptions->pdata[i];
      g_autoptr(ZmReviewItem) item = make_item (adoption);

      good += adoption->refusal == NULL ? 1 : 0;
      g_list_store_append (items, item);
    }

  sum = g_strdup_printf (_("%u can be adopted, %u are refused. Nothing has been adopted yet."),
                         good, flow->adoptions->len - good);
  accept = g_strdup_printf (ngettext ("Adopt %u Certificate", "Adopt %u Certificates", good), good);
  zm_review_dialog_show (run->dialog, G_LIST_MODEL (items), sum, good > 0 ? accept : NULL, TRUE);
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmReviewRun *run = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *adoptions = g_task_propagate_pointer (G_TASK (result), &error);
  Flow *flow;

  if (!zm_review_run_check (run, error))
    return;

  flow = run->data;
  g_clear_pointer (&flow->adoptions, g_ptr_array_unref);
  flow->adoptions = adoptions;
  show_adoptions (run);
}

static void
judge (ZmReviewRun *run)
{
  const Flow *flow = run->data;
  Judging *judging = g_new0 (Judging, 1);

  judging->files = g_ptr_array_ref (flow->files);
  g_set_object (&judging->authority, flow->authority);
  zm_review_dialog_work (run->dialog);
  zm_review_run_start (run, judging, free_judging, judge_in_thread, judged_cb);
}

/* --- Adopting --- */

static void
adopt_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  guint taken = 0;
  GError *error = NULL;

  if (zm_adoption_take (source_object, task_data, &taken, &error))
    g_task_return_int (task, taken);
  else
    g_task_return_error (task, error);
}

static void
adopted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) g_task_propagate_int (G_TASK (result), &error);
  zm_review_run_finish (user_data, error);
}

static void
accept_cb (ZmReviewRun *run)
{
  const Flow *flow = run->data;

  zm_review_dialog_work (run->dialog);
  zm_review_run_start (run, g_ptr_array_ref (flow->adoptions), (GDestroyNotify) g_ptr_array_unref,
                       adopt_in_thread, adopted_cb);
}

/* --- Another CA --- */

static void
authority_chosen_cb (GListModel *files,
                     gpointer    data)
{
  ZmReviewRun *run = data;
  Flow *flow = run->data;

  g_clear_object (&flow->authority);
  flow->authority = g_list_model_get_item (files, 0);
  judge (run);
}

static void
name_authority_cb (ZmReviewRun *run)
{
  zm_file_choice_open (GTK_WIDGET (run->dialog), _("Certificate of the Other CA"),
                       _("Certificates (PEM, DER)"), zm_file_choice_certificates, FALSE,
                       authority_chosen_cb, run);
}

static GPtrArray *
list_files (GListModel *files)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (list, g_list_model_get_item (files, i));

  return list;
}

void
zm_adopt_flow_begin (GtkWidget  *parent,
                     ZmStation  *station,
                     GListModel *files)
{
  const char *groups[] = { _("All certificates"), _("Can be adopted"), _("Refused"), NULL };
  ZmReviewDialog *dialog;
  Flow *flow;

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  flow = g_new0 (Flow, 1);
  flow->files = list_files (files);
  dialog = zm_review_dialog_new (parent, _("Adopt Certificates"), groups, _("_Trust Another CA…"));
  judge (zm_review_run_new (dialog, station, flow, free_flow, accept_cb, name_authority_cb));
  gtk_window_present (GTK_WINDOW (dialog));
}
