#include "config.h"

#include "ui/answers-flow.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/refusal.h"
#include "ui/answers-items.h"
#include "ui/file-choice.h"
#include "ui/review-run.h"

#include <glib/gi18n.h>

typedef struct {
  GPtrArray *files;            /* GFile */
  ZmAuthorityAnswers *answers; /* NULL until they are judged */
} Flow;

static void
free_flow (gpointer data)
{
  Flow *flow = data;

  g_ptr_array_unref (flow->files);
  g_clear_pointer (&flow->answers, zm_authority_answers_free);
  g_free (flow);
}

/* --- Judging --- */

static void
clear_file (gpointer data)
{
  ZmAnswerFile *file = data;

  g_free ((char *) file->name);
  g_clear_pointer (&file->content, g_bytes_unref);
}

static GArray *
read_files (const GPtrArray  *list,
            GError          **error)
{
  g_autoptr(GArray) files = g_array_new (FALSE, TRUE, sizeof (ZmAnswerFile));

  g_array_set_clear_func (files, clear_file);
  for (guint i = 0; i < list->len; i++)
    {
      const char *path = g_file_peek_path (list->pdata[i]);
      ZmAnswerFile file = { NULL, zm_file_read (path != NULL ? path : "", ZM_ANSWER_FILE_MAX, error) };

      if (file.content == NULL)
        return NULL;
      file.name = g_file_get_basename (list->pdata[i]);
      g_array_append_val (files, file);
    }

  return g_steal_pointer (&files);
}

static void
judge_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(GArray) files = read_files (task_data, &error);
  ZmAuthorityAnswers *answers = NULL;

  if (files != NULL)
    answers = zm_authority_answers_judge (source_object, (const ZmAnswerFile *) (gpointer) files->data,
                                          files->len, &error);
  if (answers != NULL)
    g_task_return_pointer (task, answers, (GDestroyNotify) zm_authority_answers_free);
  else
    g_task_return_error (task, error);
}

static char *
sum_up (const ZmAuthorityAnswers *answers)
{
  const GError *refusal = answers->refusal;

  if (refusal == NULL && answers->is_new)
    return g_strdup (_("All of it fits what was asked for. Nothing has been imported yet."));
  if (refusal == NULL)
    return g_strdup (_("All of it fits this station. Nothing has been imported yet."));
  if (!g_str_equal (zm_error_get_check (refusal), "authority.incomplete"))
    return g_strdup (_("Something does not fit: nothing can be imported until it is mended or left "
                       "out."));
  if (answers->root == NULL)
    return g_strdup (_("The root certificate is still missing: add its file."));

  return g_strdup (answers->chain->len == 0
                   ? _("The intermediate certificate is still missing: add its file.")
                   : _("The station certificate is still missing: add its file."));
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmReviewRun *run = user_data;
  g_autoptr(GError) error = NULL;
  ZmAuthorityAnswers *answers = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GListModel) items = NULL;
  g_autofree char *sum = NULL;
  Flow *flow;

  if (!zm_review_run_check (run, error))
    return;

  flow = run->data;
  g_clear_pointer (&flow->answers, zm_authority_answers_free);
  flow->answers = answers;
  items = zm_answers_items_new (answers);
  sum = sum_up (answers);
  zm_review_dialog_show (run->dialog, items, sum, answers->refusal == NULL ? _("Import") : NULL, TRUE);
}

static void
judge (ZmReviewRun *run)
{
  Flow *flow = run->data;

  zm_review_dialog_work (run->dialog);
  zm_review_run_start (run, g_ptr_array_ref (flow->files), (GDestroyNotify) g_ptr_array_unref,
                       judge_in_thread, judged_cb);
}

/* --- Taking --- */

/* Ends before the dialog can go with what it works on. */
static void
take_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (zm_authority_answers_take (source_object, task_data, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  zm_refusal_note (source_object, "authority import", error);
  g_task_return_error (task, error);
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) g_task_propagate_boolean (G_TASK (result), &error);
  zm_review_run_finish (user_data, error);
}

/* The judgement goes with the work: the dialog may be closed meanwhile. */
static void
accept_cb (ZmReviewRun *run)
{
  Flow *flow = run->data;

  zm_review_dialog_work (run->dialog);
  zm_review_run_start (run, g_steal_pointer (&flow->answers),
                       (GDestroyNotify) zm_authority_answers_free, take_in_thread, taken_cb);
}

/* --- More files --- */

static void
add_files (Flow       *flow,
           GListModel *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (flow->files, g_list_model_get_item (files, i));
}

static void
more_chosen_cb (GListModel *files,
                gpointer    data)
{
  ZmReviewRun *run = data;
  Flow *flow = run->data;
  g_autoptr(GPtrArray) before = flow->files;

  /* Another thread may be reading the list of before. */
  flow->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < before->len; i++)
    g_ptr_array_add (flow->files, g_object_ref (before->pdata[i]));
  add_files (flow, files);
  judge (run);
}

static void
add_cb (ZmReviewRun *run)
{
  zm_file_choice_open (GTK_WIDGET (run->dialog), _("More Answers"),
                       _("Certificates and revocation lists (PEM, DER)"), zm_file_choice_answers, TRUE,
                       more_chosen_cb, run);
}

void
zm_answers_flow_begin (GtkWidget  *parent,
                       ZmStation  *station,
                       GListModel *files)
{
  const char *groups[] = { _("Everything"), _("Good"), _("Bad"), NULL };
  ZmReviewDialog *dialog;
  Flow *flow;

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  flow = g_new0 (Flow, 1);
  flow->files = g_ptr_array_new_with_free_func (g_object_unref);
  add_files (flow, files);
  dialog = zm_review_dialog_new (parent, _("Import Answers"), groups, _("_Add Files…"));
  judge (zm_review_run_new (dialog, station, flow, free_flow, accept_cb, add_cb));
  gtk_window_present (GTK_WINDOW (dialog));
}
