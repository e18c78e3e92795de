#include "config.h"

#include "ui/proof-dialog.h"

#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/proof-print.h"
#include "ui/proof-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ZM_TYPE_PROOF_DIALOG (zm_proof_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmProofDialog, zm_proof_dialog, ZM, PROOF_DIALOG, AdwWindow)

struct _ZmProofDialog {
  AdwWindow             parent_instance;

  ZmStation            *station;
  GtkFileChooserNative *chooser; /* while it is open */
  gboolean              busy;

  GtkWidget            *failure;
  AdwToastOverlay      *toasts;
  ZmProofView          *view;
};

G_DEFINE_FINAL_TYPE (ZmProofDialog, zm_proof_dialog, ADW_TYPE_WINDOW)

static void
update (ZmProofDialog *self)
{
  gboolean usable = !self->busy && zm_proof_view_get_card (self->view) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "proof.to-file", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "proof.to-printer", usable);
}

static void
printed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ZmProofDialog *self = ZM_PROOF_DIALOG (source);
  g_autoptr(GError) error = NULL;

  self->busy = FALSE;
  if (zm_proof_print_run_finish (result, &error))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("The proof card is out")));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  g_object_set (self->failure, "failure", error, "visible", error != NULL, NULL);
  update (self);
}

static void
print (ZmProofDialog *self,
       const char    *file)
{
  self->busy = TRUE;
  update (self);
  zm_proof_print_run_async (G_OBJECT (self), self->station, zm_proof_view_get_card (self->view),
                            file, GTK_WINDOW (self), printed_cb, NULL);
}

static void
print_to_printer (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  print (ZM_PROOF_DIALOG (widget), NULL);
}

/* That a file is replaced the chooser has asked already. */
static void
file_chosen_cb (GListModel *files,
                gpointer    data)
{
  g_autofree char *path = NULL;

  if (zm_file_choice_take_path (files, &path))
    print (ZM_PROOF_DIALOG (data), path);
}

static void
print_to_file (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmProofDialog *self = ZM_PROOF_DIALOG (widget);
  g_autofree char *name = g_strdup_printf ("%s-proof.pdf",
                                           zm_proof_view_get_card (self->view)->device_id);

  zm_file_choice_save (widget, _("Save the Proof Card"), name, file_chosen_cb, self);
}

static void
loaded_cb (ZmProofDialog *self)
{
  const ZmProofCard *card = zm_proof_view_get_card (self->view);
  g_autofree char *title = NULL;

  if (card != NULL)
    {
      title = g_strdup_printf (_("Proof Card of %s"), card->device_id);
      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  update (self);
}

static void
zm_proof_dialog_dispose (GObject *object)
{
  g_clear_object (&ZM_PROOF_DIALOG (object)->chooser);

  G_OBJECT_CLASS (zm_proof_dialog_parent_class)->dispose (object);
}

static void
zm_proof_dialog_finalize (GObject *object)
{
  g_clear_object (&ZM_PROOF_DIALOG (object)->station);

  G_OBJECT_CLASS (zm_proof_dialog_parent_class)->finalize (object);
}

static void
zm_proof_dialog_class_init (ZmProofDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_proof_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = zm_proof_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "proof.to-file", NULL, print_to_file);
  gtk_widget_class_install_action (widget_class, "proof.to-printer", NULL, print_to_printer);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "proof.to-printer", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_PROOF_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/proof-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProofDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmProofDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, ZmProofDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, loaded_cb);
}

static void
zm_proof_dialog_init (ZmProofDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  update (self);
}

GtkWindow *
zm_proof_dialog_new (ZmStation  *station,
                     const char *session_id,
                     GtkWindow  *parent)
{
  ZmProofDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (session_id != NULL, NULL);

  self = g_object_new (ZM_TYPE_PROOF_DIALOG, "transient-for", parent, NULL);
  self->station = g_object_ref (station);
  zm_proof_view_load (self->view, station, session_id);

  return GTK_WINDOW (self);
}
