#include "config.h"

#include "ui/import-flow.h"

#include "app/base/file.h"
#include "ui/file-choice.h"
#include "ui/import-items.h"
#include "ui/review-run.h"
#include "ui/text-save.h"

#include <glib/gi18n.h>

#define MODE 0600

/* --- Judging --- */

static void
judge_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const char *path = g_file_peek_path (task_data);
  GError *error = NULL;
  g_autoptr(GBytes) content = zm_file_read (path != NULL ? path : "", ZM_MANIFEST_MAX, &error);
  ZmImportPlan *plan = content != NULL ? zm_import_plan_new (source_object, content, &error) : NULL;

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) zm_import_plan_free);
  else
    g_task_return_error (task, error);
}

static void
show_plan (ZmReviewRun *run)
{
  ZmImportItems *items = run->data;
  const guint *counts = zm_import_items_get_plan (items)->counts;
  guint rows = counts[ZM_IMPORT_NEW] + counts[ZM_IMPORT_CHANGED];
  g_autofree char *sum =
    g_strdup_printf (_("%u new, %u changed, %u the same, %u bad. Nothing has been imported yet; "
                       "bad lines stay out."), counts[ZM_IMPORT_NEW], counts[ZM_IMPORT_CHANGED],
                     counts[ZM_IMPORT_SAME], counts[ZM_IMPORT_BAD]);
  g_autofree char *accept =
    g_strdup_printf (ngettext ("Import %u Row", "Import %u Rows", rows), rows);

  zm_review_dialog_show (run->dialog, G_LIST_MODEL (items), sum, rows > 0 ? accept : NULL,
                         counts[ZM_IMPORT_BAD] > 0);
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmReviewRun *run = user_data;
  g_autoptr(GError) error = NULL;
  ZmImportPlan *plan = g_task_propagate_pointer (G_TASK (result), &error);

  if (!zm_review_run_check (run, error))
    return;

  run->data = zm_import_items_new (plan);
  show_plan (run);
}

/* --- Importing --- */

static void
import_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (zm_import_plan_run (source_object, zm_import_items_get_plan (task_data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) g_task_propagate_boolean (G_TASK (result), &error);
  zm_review_run_finish (user_data, error);
}

static void
accept_cb (ZmReviewRun *run)
{
  zm_review_dialog_work (run->dialog);
  zm_review_run_start (run, g_object_ref (run->data), g_object_unref, import_in_thread, imported_cb);
}

/* --- Keeping the bad lines --- */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) zm_text_save_finish (result, &error);
  (void) zm_review_run_check (user_data, error);
}

static void
place_chosen_cb (GListModel *files,
                 gpointer    data)
{
  ZmReviewRun *run = data;
  g_autofree char *path = NULL;

  (void) zm_file_choice_take_path (files, &path);
  zm_text_save_async (run->station, path,
                      zm_import_plan_format_faults (zm_import_items_get_plan (run->data)), MODE,
                      run->cancellable, saved_cb, run);
}

static void
save_cb (ZmReviewRun *run)
{
  zm_file_choice_save (GTK_WIDGET (run->dialog), _("Save the Bad Lines"), "bad-lines.csv",
                       place_chosen_cb, run);
}

void
zm_import_flow_begin (GtkWidget *parent,
                      ZmStation *station,
                      GFile     *file)
{
  const char *groups[] = {
    _("All lines"), _("Bad"), _("New"), _("Changed"), _("Same"), NULL,
  };
  ZmReviewDialog *dialog;
  ZmReviewRun *run;

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (G_IS_FILE (file));

  G_STATIC_ASSERT (G_N_ELEMENTS (groups) == ZM_N_IMPORT_KINDS + 2);

  dialog = zm_review_dialog_new (parent, _("Import a List"), groups, _("_Save Bad Lines…"));
  run = zm_review_run_new (dialog, station, NULL, g_object_unref, accept_cb, save_cb);
  zm_review_run_start (run, g_object_ref (file), g_object_unref, judge_in_thread, judged_cb);
  gtk_window_present (GTK_WINDOW (dialog));
}
