#include "ui/print-run.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <glib/gstdio.h>

#define DRAFT     "draft.pdf"
#define DRAFT_MAX (16 * 1024 * 1024) /* bytes */
#define MODE      0644               /* nothing on paper is a secret */

typedef enum {
  NOT_ASKED,
  RECORDING, /* in a thread */
  RECORDED,
  REFUSED,
} Progress;

typedef struct {
  ZmPrintRun         run;
  guint              copies;
  char              *file;
  char              *folder; /* of the draft, until it is whole and recorded */
  char              *draft;
  Progress           progress;
  GError            *failure;
  GtkPrintOperation *operation;
} Work;

static void
remove_draft (Work *work)
{
  if (work->draft != NULL)
    (void) g_unlink (work->draft);
  if (work->folder != NULL)
    (void) g_rmdir (work->folder);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  remove_draft (work);
  g_clear_error (&work->failure);
  g_clear_object (&work->operation);
  if (work->run.free_data != NULL)
    work->run.free_data (work->run.data);
  g_free (work->draft);
  g_free (work->file);
  g_free (work->folder);
  g_free (work);
}

static const char *
get_medium (const Work *work)
{
  return work->file != NULL ? "pdf" : "printer";
}

static void
record_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (work->run.hooks->record (work->run.data, get_medium (work), work->copies, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) run = user_data;
  Work *work = g_task_get_task_data (run);

  work->progress = g_task_propagate_boolean (G_TASK (result), &work->failure) ? RECORDED : REFUSED;
}

static void
begin_record (GTask *run)
{
  Work *work = g_task_get_task_data (run);
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (work->operation);
  int printed = settings != NULL ? gtk_print_settings_get_n_copies (settings) : 1;
  g_autoptr(GTask) task = g_task_new (g_task_get_source_object (run), NULL, recorded_cb,
                                      g_object_ref (run));

  work->progress = RECORDING;
  work->copies = (guint) CLAMP (printed, 1, G_MAXINT16);
  g_task_set_source_tag (task, begin_record);
  /* run holds it until the end. */
  g_task_set_task_data (task, work, NULL);
  g_task_run_in_thread (task, record_in_thread);
}

/* GTK asks again and again, when it has nothing else to do, until the answer is TRUE. */
static gboolean
paginate_cb (GtkPrintOperation *operation,
             GtkPrintContext   *context,
             gpointer           user_data)
{
  Work *work = g_task_get_task_data (user_data);

  if (work->progress == NOT_ASKED)
    begin_record (user_data);
  if (work->progress == REFUSED)
    gtk_print_operation_cancel (operation);

  return work->progress != RECORDING;
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           user_data)
{
  Work *work = g_task_get_task_data (user_data);

  if (work->failure == NULL &&
      !work->run.hooks->draw (work->run.data, gtk_print_context_get_cairo_context (context),
                              (guint) page, &work->failure))
    gtk_print_operation_cancel (operation);
}

static gboolean
publish (Work    *work,
         GError **error)
{
  g_autoptr(GBytes) pdf = zm_file_read (work->draft, DRAFT_MAX, error);

  return pdf != NULL && zm_file_write (work->file, g_bytes_get_data (pdf, NULL),
                                       g_bytes_get_size (pdf), MODE, error);
}

/* What is on record as printed comes out, or that it did not is on record too. */
static void
settle_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Work *work = task_data;

  if (work->failure == NULL && work->file != NULL)
    (void) publish (work, &work->failure);
  if (work->failure == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  work->run.hooks->record_failure (work->run.data, get_medium (work), work->failure);
  g_task_return_error (task, g_steal_pointer (&work->failure));
}

static void
note_failure (Work                    *work,
              GtkPrintOperationResult  result)
{
  if (work->failure != NULL || result == GTK_PRINT_OPERATION_RESULT_APPLY)
    return;

  gtk_print_operation_get_error (work->operation, &work->failure);
  if (work->failure == NULL)
    zm_error_set (&work->failure, ZM_ERROR_IO, "print.aborted", NULL, NULL,
                  "Printing ended before all of it was out");
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         gpointer                 user_data)
{
  g_autoptr(GTask) run = g_object_ref (user_data);
  Work *work = g_task_get_task_data (run);

  if (work->progress == RECORDED)
    {
      note_failure (work, result);
      g_task_run_in_thread (run, settle_in_thread);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR || work->progress == REFUSED)
    {
      note_failure (work, result);
      g_task_return_error (run, g_steal_pointer (&work->failure));
    }
  else
    g_task_return_new_error (run, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nothing was printed");

  /* Which holds the run. */
  g_signal_handlers_disconnect_by_data (operation, user_data);
  g_clear_object (&work->operation);
}

static GtkPageSetup *
make_page_setup (const ZmPrintRun *run)
{
  g_autofree char *name = g_strconcat ("zmonitor_", run->paper, NULL);
  GtkPaperSize *paper = gtk_paper_size_new_custom (name, run->paper, run->width, run->height,
                                                   GTK_UNIT_MM);
  GtkPageSetup *setup = gtk_page_setup_new ();

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_MM);
  gtk_paper_size_free (paper);

  return setup;
}

static GtkPrintOperation *
make_operation (Work  *work,
                GTask *run)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr(GtkPageSetup) setup = make_page_setup (&work->run);

  gtk_print_operation_set_job_name (operation, work->run.title);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, (int) work->run.pages);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (work->draft != NULL)
    gtk_print_operation_set_export_filename (operation, work->draft);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), run);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), run);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), g_object_ref (run),
                         (GClosureNotify) (void (*)(void))g_object_unref, 0);

  return operation;
}

static gboolean
make_draft (Work    *work,
            GError **error)
{
  if (work->file == NULL)
    return TRUE;

  work->folder = g_dir_make_tmp ("zmonitor-print-XXXXXX", error);
  if (work->folder == NULL)
    return FALSE;

  work->draft = g_build_filename (work->folder, DRAFT, NULL);
  return TRUE;
}

void
zm_print_run_async (GObject             *source,
                    const ZmPrintRun    *run,
                    const char          *file,
                    GtkWindow           *parent,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Work *work;
  GError *error = NULL;

  g_return_if_fail (run != NULL && run->hooks != NULL);

  work = g_new0 (Work, 1);
  work->run = *run;
  work->file = g_strdup (file);
  task = g_task_new (source, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_print_run_async);
  g_task_set_task_data (task, work, free_work);
  if (!make_draft (work, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  work->operation = make_operation (work, task);
  /* Every end, of an error too, is told by "done". */
  (void) gtk_print_operation_run (work->operation,
                                  file != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                               : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                                  parent, NULL);
}

gboolean
zm_print_run_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
