#include "config.h"

#include "ui/certificate-file.h"

#include "app/base/file.h"
#include "ui/file-choice.h"

#include <glib/gi18n.h>
#include <string.h>

#define MODE 0644
#define SAVING "zm-certificate-file" /* at the parent: what is saved */

typedef struct {
  GtkWidget *failure; /* borrowed: as long as its parent */
  char *pem;
} Saving;

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_free (saving->pem);
  g_free (saving);
}

typedef struct {
  char *path;
  char *pem;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work->pem);
  g_free (work);
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Work *work = task_data;
  GError *error = NULL;

  if (zm_file_write (work->path, work->pem, strlen (work->pem), MODE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) g_task_propagate_boolean (G_TASK (result), &error);
  g_object_set (source, "failure", error, "visible", error != NULL, NULL);
}

static void
place_chosen_cb (GListModel *files,
                 gpointer    data)
{
  const Saving *saving = g_object_get_data (data, SAVING);
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);
  const char *path = g_file_peek_path (file);
  g_autoptr(GTask) task = g_task_new (saving->failure, NULL, saved_cb, NULL);
  Work *work = g_new0 (Work, 1);

  work->path = g_strdup (path != NULL ? path : "");
  work->pem = g_strdup (saving->pem);
  g_task_set_source_tag (task, place_chosen_cb);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, save_in_thread);
}

void
zm_certificate_file_save (GtkWidget     *parent,
                          ZmCertificate *certificate,
                          GtkWidget     *failure)
{
  Saving *saving = g_new0 (Saving, 1);

  g_return_if_fail (GTK_IS_WIDGET (parent) && GTK_IS_WIDGET (failure));
  g_return_if_fail (certificate != NULL);

  saving->failure = failure;
  saving->pem = zm_certificate_to_pem (certificate);
  g_object_set_data_full (G_OBJECT (parent), SAVING, saving, free_saving);
  zm_file_choice_save (parent, _("Save the Certificate"), "server.pem", place_chosen_cb, parent);
}
