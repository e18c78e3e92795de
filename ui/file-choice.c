#include "config.h"

#include "ui/file-choice.h"

#include <glib/gi18n.h>

#define CHOOSER "zm-file-choice" /* at its parent */

const char *const zm_file_choice_certificates[] = { "pem", "crt", "cer", "der", NULL };
const char *const zm_file_choice_answers[] = { "pem", "crt", "cer", "der", "crl", NULL };

typedef struct {
  ZmFileChoiceFunc func;
  gpointer data;
} Choice;

static void
response_cb (GtkFileChooserNative *chooser,
             int                   response,
             Choice               *choice)
{
  g_autoptr(GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  if (g_list_model_get_n_items (files) > 0)
    choice->func (files, choice->data);
}

static void
free_choice (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

static const char *
get_word (GtkFileChooserAction action)
{
  switch (action)
    {
    case GTK_FILE_CHOOSER_ACTION_SAVE:
      return _("_Save");
    case GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER:
      return _("C_hoose");
    case GTK_FILE_CHOOSER_ACTION_OPEN:
    default:
      return _("_Open");
    }
}

static GtkFileChooser *
make (GtkWidget            *parent,
      const char           *title,
      GtkFileChooserAction  action,
      ZmFileChoiceFunc      func,
      gpointer              data)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (parent)), action,
                                 get_word (action), _("_Cancel"));
  Choice *choice = g_new (Choice, 1);

  *choice = (Choice) { func, data };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), choice, free_choice, 0);
  g_object_set_data_full (G_OBJECT (parent), CHOOSER, chooser, g_object_unref);

  return GTK_FILE_CHOOSER (chooser);
}

void
zm_file_choice_open (GtkWidget         *parent,
                     const char        *title,
                     const char        *kind,
                     const char *const *suffixes,
                     gboolean           several,
                     ZmFileChoiceFunc   func,
                     gpointer           data)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooser *chooser;

  g_return_if_fail (GTK_IS_WIDGET (parent) && func != NULL);

  chooser = make (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, func, data);
  gtk_file_filter_set_name (filter, kind);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  gtk_file_chooser_add_filter (chooser, filter);
  gtk_file_chooser_set_select_multiple (chooser, several);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
zm_file_choice_save (GtkWidget        *parent,
                     const char       *title,
                     const char       *name,
                     ZmFileChoiceFunc  func,
                     gpointer          data)
{
  GtkFileChooser *chooser;

  g_return_if_fail (GTK_IS_WIDGET (parent) && func != NULL);

  chooser = make (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, func, data);
  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
zm_file_choice_folder (GtkWidget        *parent,
                       const char       *title,
                       ZmFileChoiceFunc  func,
                       gpointer          data)
{
  GtkFileChooser *chooser;

  g_return_if_fail (GTK_IS_WIDGET (parent) && func != NULL);

  chooser = make (parent, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, func, data);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

gboolean
zm_file_choice_take_path (GListModel  *files,
                          char       **path)
{
  g_autoptr(GFile) file = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (files) && path != NULL, FALSE);

  file = g_list_model_get_item (files, 0);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return FALSE;

  g_free (*path);
  *path = g_file_get_path (file);
  return TRUE;
}
