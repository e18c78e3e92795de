#include "config.h"

#include "ui/add-device-dialog.h"

#include "app/station/registry.h"
#include "ui/accessible.h"
#include "ui/entry-note.h"
#include "ui/failure-card.h"

#include <glib/gi18n.h>

struct _ZmAddDeviceDialog {
  AdwWindow   parent_instance;

  ZmStation  *station;

  GtkWidget  *asset_tag;
  GtkWidget  *device_id;
  GtkWidget  *failure;
  GtkWidget  *label;
  GtkWidget  *location;
  GtkWidget  *model;
  GtkWidget  *serial_number;
};

G_DEFINE_FINAL_TYPE (ZmAddDeviceDialog, zm_add_device_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static char *
dup_text (GtkWidget *row)
{
  const char *text = get_text (row);

  return *text != '\0' ? g_strdup (text) : NULL;
}

/* The same rules as the registry's, so that a slip shows while it is typed. */
static void
changed_cb (ZmAddDeviceDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.add",
                                 zm_entry_note_find_wrong (GTK_WIDGET (self)) == NULL);
}

static void
activated_cb (ZmAddDeviceDialog *self)
{
  if (!zm_entry_note_insist (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.add", NULL);
}

static void
add_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ZmAddDeviceDialog *self = source_object;
  GError *error = NULL;

  if (zm_registry_add (self->station, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ZmAddDeviceDialog *self = ZM_ADD_DEVICE_DIALOG (source);
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  g_object_set (self->failure, "failure", error, "visible", TRUE, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.add", TRUE);
}

static void
add (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  ZmAddDeviceDialog *self = ZM_ADD_DEVICE_DIALOG (widget);
  ZmDeviceRecord *record = g_new0 (ZmDeviceRecord, 1);
  g_autoptr(GTask) task = g_task_new (self, NULL, added_cb, NULL);

  record->device_id = g_strdup (get_text (self->device_id));
  record->label = g_strdup (get_text (self->label));
  record->location = dup_text (self->location);
  record->asset_tag = dup_text (self->asset_tag);
  record->model = dup_text (self->model);
  record->serial_number = dup_text (self->serial_number);

  gtk_widget_action_set_enabled (widget, "dialog.add", FALSE);
  gtk_widget_set_visible (self->failure, FALSE);
  g_task_set_source_tag (task, add);
  g_task_set_task_data (task, record, (GDestroyNotify) zm_device_record_free);
  g_task_run_in_thread (task, add_in_thread);
}

static void
zm_add_device_dialog_finalize (GObject *object)
{
  g_clear_object (&ZM_ADD_DEVICE_DIALOG (object)->station);

  G_OBJECT_CLASS (zm_add_device_dialog_parent_class)->finalize (object);
}

static void
zm_add_device_dialog_class_init (ZmAddDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_add_device_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "dialog.add", NULL, add);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_ENTRY_NOTE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/add-device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, asset_tag);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, device_id);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, label);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, location);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, model);
  gtk_widget_class_bind_template_child (widget_class, ZmAddDeviceDialog, serial_number);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_add_device_dialog_init (ZmAddDeviceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.add", FALSE);
}

GtkWindow *
zm_add_device_dialog_new (ZmStation *station)
{
  ZmAddDeviceDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_ADD_DEVICE_DIALOG, NULL);
  self->station = g_object_ref (station);
  gtk_window_set_focus (GTK_WINDOW (self), self->device_id);

  return GTK_WINDOW (self);
}
