#include "config.h"

#include "ui/credential-dialog.h"

#include "ui/accessible.h"
#include "ui/detail-row.h"
#include "ui/failure-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ZM_TYPE_CREDENTIAL_DIALOG (zm_credential_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmCredentialDialog, zm_credential_dialog, ZM, CREDENTIAL_DIALOG, AdwWindow)

struct _ZmCredentialDialog {
  AdwWindow             parent_instance;

  ZmCredential         *credential;
  GtkFileChooserNative *chooser; /* while it is open */

  GtkListBox           *details;
  GtkWidget            *failure;
  AdwToastOverlay      *toasts;
};

G_DEFINE_FINAL_TYPE (ZmCredentialDialog, zm_credential_dialog, ADW_TYPE_WINDOW)

enum {
  PROP_0,
  PROP_CREDENTIAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmCredentialDialog *self = source_object;
  GError *error = NULL;

  if (zm_credential_save (self->credential, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ZmCredentialDialog *self = ZM_CREDENTIAL_DIALOG (source);
  g_autofree char *name = g_path_get_basename (g_task_get_task_data (G_TASK (result)));
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      text = g_strdup_printf (_("Saved as %s"), name);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
    }
  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
}

/* That a file is replaced the chooser has asked already. */
static void
file_chosen_cb (ZmCredentialDialog *self,
                int                 response)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GTask) task = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return;

  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, file_chosen_cb);
  g_task_set_task_data (task, g_file_get_path (file), g_free);
  g_task_run_in_thread (task, save_in_thread);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmCredentialDialog *self = ZM_CREDENTIAL_DIALOG (widget);
  g_autofree char *stem = zm_credential_propose_name (self->credential);
  g_autofree char *name = g_strconcat (stem, ".", g_variant_get_string (parameter, NULL), NULL);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                               _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
copy_pem (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  g_autofree char *pem = NULL;

  g_object_get (ZM_CREDENTIAL_DIALOG (widget)->credential, "pem", &pem, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pem);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  return zm_detail_row_new (item);
}

static void
zm_credential_dialog_constructed (GObject *object)
{
  ZmCredentialDialog *self = ZM_CREDENTIAL_DIALOG (object);
  g_autoptr(GListModel) details = NULL;
  g_autofree char *title = NULL;

  G_OBJECT_CLASS (zm_credential_dialog_parent_class)->constructed (object);

  g_object_get (self->credential, "details", &details, "title", &title, NULL);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_list_box_bind_model (self->details, details, create_row_cb, NULL, NULL);
}

static void
zm_credential_dialog_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CREDENTIAL:
      g_value_set_object (value, ZM_CREDENTIAL_DIALOG (object)->credential);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_credential_dialog_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CREDENTIAL:
      ZM_CREDENTIAL_DIALOG (object)->credential = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_credential_dialog_dispose (GObject *object)
{
  g_clear_object (&ZM_CREDENTIAL_DIALOG (object)->chooser);

  G_OBJECT_CLASS (zm_credential_dialog_parent_class)->dispose (object);
}

static void
zm_credential_dialog_finalize (GObject *object)
{
  g_clear_object (&ZM_CREDENTIAL_DIALOG (object)->credential);

  G_OBJECT_CLASS (zm_credential_dialog_parent_class)->finalize (object);
}

static void
zm_credential_dialog_class_init (ZmCredentialDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_credential_dialog_constructed;
  object_class->dispose = zm_credential_dialog_dispose;
  object_class->finalize = zm_credential_dialog_finalize;
  object_class->get_property = zm_credential_dialog_get_property;
  object_class->set_property = zm_credential_dialog_set_property;

  properties[PROP_CREDENTIAL] = g_param_spec_object ("credential", NULL, NULL, ZM_TYPE_CREDENTIAL,
                                                     G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                     G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "credential.copy-pem", NULL, copy_pem);
  gtk_widget_class_install_action (widget_class, "credential.save", "s", save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/credential-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmCredentialDialog, details);
  gtk_widget_class_bind_template_child (widget_class, ZmCredentialDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmCredentialDialog, toasts);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
zm_credential_dialog_init (ZmCredentialDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWindow *
zm_credential_dialog_new (ZmCredential *credential,
                          GtkWindow    *parent)
{
  g_return_val_if_fail (ZM_IS_CREDENTIAL (credential), NULL);

  return g_object_new (ZM_TYPE_CREDENTIAL_DIALOG, "credential", credential, "transient-for", parent,
                       NULL);
}
