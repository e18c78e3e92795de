#include "config.h"

#include "ui/policy-dialog.h"

#include "app/station/policy-desk.h"
#include "ui/accessible.h"
#include "ui/failure-card.h"

#include <glib/gi18n.h>

struct _ZmPolicyDialog {
  AdwWindow      parent_instance;

  ZmStation     *station;

  GtkWidget     *crl_url;
  GtkSpinButton *device_days;
  GtkWidget     *failure;
  GtkWidget     *server_url;
};

G_DEFINE_FINAL_TYPE (ZmPolicyDialog, zm_policy_dialog, ADW_TYPE_WINDOW)

typedef struct {
  char  *server_url;
  char  *crl_url;
  guint  device_days;
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_free (wish->server_url);
  g_free (wish->crl_url);
  g_free (wish);
}

static void
change_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  ZmPolicyDialog *self = source_object;
  const Wish *wish = task_data;
  const ZmPolicyChange change = { wish->server_url, wish->crl_url, wish->device_days };
  GError *error = NULL;

  if (zm_policy_desk_change (self->station, &change, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ZmPolicyDialog *self = ZM_POLICY_DIALOG (source);
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  g_object_set (self->failure, "failure", error, "visible", TRUE, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.change", TRUE);
}

static void
change (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmPolicyDialog *self = ZM_POLICY_DIALOG (widget);
  g_autoptr(GTask) task = g_task_new (self, NULL, changed_cb, NULL);
  Wish *wish = g_new0 (Wish, 1);

  gtk_spin_button_update (self->device_days);
  wish->server_url = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->server_url)));
  wish->crl_url = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->crl_url)));
  wish->device_days = (guint) gtk_spin_button_get_value_as_int (self->device_days);

  gtk_widget_action_set_enabled (widget, "dialog.change", FALSE);
  gtk_widget_set_visible (self->failure, FALSE);
  g_task_set_source_tag (task, change);
  g_task_set_task_data (task, wish, free_wish);
  g_task_run_in_thread (task, change_in_thread);
}

static void
activated_cb (ZmPolicyDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.change", NULL);
}

static void
zm_policy_dialog_finalize (GObject *object)
{
  g_clear_object (&ZM_POLICY_DIALOG (object)->station);

  G_OBJECT_CLASS (zm_policy_dialog_parent_class)->finalize (object);
}

static void
zm_policy_dialog_class_init (ZmPolicyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_policy_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "dialog.change", NULL, change);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/policy-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyDialog, crl_url);
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyDialog, device_days);
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyDialog, server_url);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
zm_policy_dialog_init (ZmPolicyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWindow *
zm_policy_dialog_new (ZmStation                *station,
                      const ZmStationAuthority *authority)
{
  ZmPolicyDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (authority != NULL, NULL);

  self = g_object_new (ZM_TYPE_POLICY_DIALOG, NULL);
  self->station = g_object_ref (station);
  gtk_editable_set_text (GTK_EDITABLE (self->server_url), authority->server_url);
  gtk_editable_set_text (GTK_EDITABLE (self->crl_url), authority->policy.crl_url);
  gtk_spin_button_set_value (self->device_days, authority->policy.device_days);
  gtk_widget_grab_focus (self->server_url);

  return GTK_WINDOW (self);
}
