#include "config.h"

#include "ui/import-flow.h"

#include "app/base/file.h"
#include "ui/file-choice.h"
#include "ui/import-items.h"
#include "ui/review-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#define MODE 0600

/* Belongs to the dialog, and ends with it. */
typedef struct {
  ZmReviewDialog *dialog; /* borrowed */
  ZmStation *station;
  GFile *file;
  ZmImportItems *items; /* NULL until it is judged */
  GCancellable *cancellable;
} Flow;

static void
free_flow (gpointer data)
{
  Flow *flow = data;

  g_cancellable_cancel (flow->cancellable);
  g_object_unref (flow->cancellable);
  g_object_unref (flow->station);
  g_object_unref (flow->file);
  g_clear_object (&flow->items);
  g_free (flow);
}

static void
run (Flow                *flow,
     gpointer             data,
     GDestroyNotify       destroy,
     GTaskThreadFunc      work,
     GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) task = g_task_new (flow->station, flow->cancellable, callback, flow);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, data, destroy);
  g_task_run_in_thread (task, work);
}

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
show_plan (Flow *flow)
{
  const guint *counts = zm_import_items_get_plan (flow->items)->counts;
  guint rows = counts[ZM_IMPORT_NEW] + counts[ZM_IMPORT_CHANGED];
  g_autofree char *sum =
    g_strdup_printf (_("%u new, %u changed, %u the same, %u bad. Nothing has been imported yet; "
                       "bad lines stay out."), counts[ZM_IMPORT_NEW], counts[ZM_IMPORT_CHANGED],
                     counts[ZM_IMPORT_SAME], counts[ZM_IMPORT_BAD]);
  g_autofree char *accept =
    g_strdup_printf (ngettext ("Import %u Row", "Import %u Rows", rows), rows);

  zm_review_dialog_show (flow->dialog, G_LIST_MODEL (flow->items), sum, rows > 0 ? accept : NULL,
                         counts[ZM_IMPORT_BAD] > 0);
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Flow *flow = user_data;
  g_autoptr(GError) error = NULL;
  ZmImportPlan *plan = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (plan == NULL)
    {
      zm_review_dialog_fail (flow->dialog, error);
      return;
    }

  flow->items = zm_import_items_new (plan);
  show_plan (flow);
}

/* --- Importing --- */

/* An import that has begun is ended, whoever closes the dialog. */
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
  Flow *flow = user_data;
  g_autoptr(GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ok)
    gtk_window_destroy (GTK_WINDOW (flow->dialog));
  else
    zm_review_dialog_fail (flow->dialog, error);
}

static void
accept_cb (Flow *flow)
{
  zm_review_dialog_work (flow->dialog);
  run (flow, g_object_ref (flow->items), g_object_unref, import_in_thread, imported_cb);
}

/* --- Keeping the bad lines --- */

typedef struct {
  char *path;
  char *text;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_free (saving->path);
  g_free (saving->text);
  g_free (saving);
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Saving *saving = task_data;
  GError *error = NULL;

  if (zm_file_write (saving->path, saving->text, strlen (saving->text), MODE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Flow *flow = user_data;
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zm_review_dialog_fail (flow->dialog, error);
}

static void
place_chosen_cb (GListModel *files,
                 gpointer    data)
{
  Flow *flow = data;
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);
  Saving *saving = g_new0 (Saving, 1);

  saving->path = g_file_get_path (file);
  saving->text = zm_import_plan_format_faults (zm_import_items_get_plan (flow->items));
  run (flow, saving, free_saving, save_in_thread, saved_cb);
}

static void
save_cb (Flow *flow)
{
  zm_file_choice_save (GTK_WIDGET (flow->dialog), _("Save the Bad Lines"), "bad-lines.csv",
                       place_chosen_cb, flow);
}

void
zm_import_flow_begin (GtkWidget *parent,
                      ZmStation *station,
                      GFile     *file)
{
  const char *groups[] = {
    _("All lines"), _("Bad"), _("New"), _("Changed"), _("Same"), NULL,
  };
  Flow *flow = g_new0 (Flow, 1);

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (G_IS_FILE (file));

  G_STATIC_ASSERT (G_N_ELEMENTS (groups) == ZM_N_IMPORT_KINDS + 2);

  flow->dialog = zm_review_dialog_new (parent, _("Import a List"), groups, _("_Save Bad Lines…"));
  flow->station = g_object_ref (station);
  flow->file = g_object_ref (file);
  flow->cancellable = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (flow->dialog), "zm-import-flow", flow, free_flow);
  g_signal_connect_swapped (flow->dialog, "accept", G_CALLBACK (accept_cb), flow);
  g_signal_connect_swapped (flow->dialog, "save", G_CALLBACK (save_cb), flow);
  run (flow, g_object_ref (file), g_object_unref, judge_in_thread, judged_cb);
  gtk_window_present (GTK_WINDOW (flow->dialog));
}
