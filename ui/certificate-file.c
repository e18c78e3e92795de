#include "config.h"

#include "ui/certificate-file.h"

#include "ui/file-choice.h"
#include "ui/text-save.h"

#include <glib/gi18n.h>

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

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  (void) zm_text_save_finish (result, &error);
  g_object_set (source, "failure", error, "visible", error != NULL, NULL);
}

static void
place_chosen_cb (GListModel *files,
                 gpointer    data)
{
  const Saving *saving = g_object_get_data (data, SAVING);
  g_autofree char *path = NULL;

  (void) zm_file_choice_take_path (files, &path);
  zm_text_save_async (saving->failure, path, g_strdup (saving->pem), MODE, NULL, saved_cb, NULL);
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
