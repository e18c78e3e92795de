#include "config.h"

#include "ui/label-dialog.h"

#include "ui/accessible.h"
#include "ui/choices.h"
#include "ui/failure-card.h"
#include "ui/file-choice.h"
#include "ui/label-preview.h"
#include "ui/label-print.h"

#include <glib/gi18n.h>

#define CHOICES     "labels"
#define CHOICE_SIZE "size"

struct _ZmLabelDialog {
  AdwWindow             parent_instance;

  ZmStation            *station;
  ZmLabelKind           kind;
  char                 *subject;
  ZmLabel              *label; /* NULL until it is made */
  guint                 earlier;
  gboolean              busy;
  gboolean              gone;

  GtkWidget            *again;
  GtkSpinButton        *copies;
  GtkWidget            *failure;
  GtkSpinButton        *first;
  GtkWidget            *first_row;
  ZmLabelPreview       *preview;
  AdwComboRow          *reason;
  AdwComboRow          *size;
  GtkStack             *stack;
};

G_DEFINE_FINAL_TYPE (ZmLabelDialog, zm_label_dialog, ADW_TYPE_WINDOW)

static ZmLabelJob
get_job (ZmLabelDialog *self)
{
  const ZmLabelStock *stock = zm_label_job_get_stock (adw_combo_row_get_selected (self->size));
  ZmLabelJob job = {
    .stock = stock != NULL ? stock : zm_label_job_get_stock (0),
    .copies = (guint) gtk_spin_button_get_value_as_int (self->copies),
    .first = 1,
  };

  if (zm_label_job_count_places (&job) > 1)
    job.first = (guint) gtk_spin_button_get_value_as_int (self->first);

  return job;
}

/* The rows of the list stand as the enumeration does, the question first. */
static ZmLabelReason
get_reason (ZmLabelDialog *self)
{
  return self->earlier > 0 ? (ZmLabelReason) adw_combo_row_get_selected (self->reason)
                           : ZM_LABEL_REASON_NONE;
}

static void
update (ZmLabelDialog *self)
{
  ZmLabelJob job;
  gboolean ready;

  if (self->gone)
    return;

  job = get_job (self);
  ready = self->label != NULL && !self->busy &&
          (self->earlier == 0 || get_reason (self) != ZM_LABEL_REASON_NONE);
  gtk_widget_set_visible (self->first_row, zm_label_job_count_places (&job) > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "label.to-printer", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "label.to-file", ready);
  if (self->label != NULL)
    zm_label_preview_show (self->preview, self->label, &job);
}

static void
changed_cb (ZmLabelDialog *self)
{
  update (self);
}

static void
show_failure (ZmLabelDialog *self,
              const GError  *error)
{
  g_object_set (self->failure, "failure", error, "visible", TRUE, NULL);
}

static void
show_earlier (ZmLabelDialog *self)
{
  g_autofree char *text = g_strdup_printf (ngettext ("This label has been printed %u time before.",
                                                     "This label has been printed %u times before.",
                                                     self->earlier), self->earlier);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->again), text);
  gtk_widget_set_visible (self->again, self->earlier > 0);
}

/* What a thread found out for the dialog. */
typedef struct {
  ZmLabel *label;
  guint earlier;
} Made;

static void
free_made (gpointer data)
{
  Made *made = data;

  zm_label_free (made->label);
  g_free (made);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, free_made)

static void
make_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmLabelDialog *self = source_object;
  g_autoptr(Made) made = g_new0 (Made, 1);
  GError *error = NULL;

  made->label = zm_label_desk_make (self->station, self->kind, self->subject, &error);
  if (made->label != NULL &&
      zm_label_desk_count (self->station, made->label, &made->earlier, &error))
    g_task_return_pointer (task, g_steal_pointer (&made), free_made);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmLabelDialog *self = ZM_LABEL_DIALOG (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(Made) made = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->gone)
    return;
  if (made == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "refused");
      show_failure (self, error);
      return;
    }

  self->label = g_steal_pointer (&made->label);
  self->earlier = made->earlier;
  show_earlier (self);
  gtk_stack_set_visible_child_name (self->stack, "label");
  update (self);
  gtk_widget_grab_focus (self->earlier > 0 ? GTK_WIDGET (self->reason) : GTK_WIDGET (self->size));
}

static void
make (ZmLabelDialog *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, made_cb, NULL);

  g_task_set_source_tag (task, make);
  g_task_run_in_thread (task, make_in_thread);
}

static void
printed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ZmLabelDialog *self = ZM_LABEL_DIALOG (source);
  g_autoptr(GError) error = NULL;
  gboolean printed = zm_label_print_run_finish (result, &error);

  self->busy = FALSE;
  if (self->gone)
    return;
  if (printed)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
  update (self);
}

static void
print (ZmLabelDialog *self,
       const char    *file)
{
  ZmLabelJob job = get_job (self);

  zm_choices_set (CHOICES, CHOICE_SIZE, job.stock->name);
  gtk_widget_set_visible (self->failure, FALSE);
  self->busy = TRUE;
  update (self);
  zm_label_print_run_async (G_OBJECT (self), self->station, self->label, &job, get_reason (self),
                            file, GTK_WINDOW (self), printed_cb, NULL);
}

static void
print_to_printer (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  print (ZM_LABEL_DIALOG (widget), NULL);
}

static void
file_chosen_cb (GListModel *files,
                gpointer    data)
{
  g_autofree char *path = NULL;

  if (zm_file_choice_take_path (files, &path))
    print (ZM_LABEL_DIALOG (data), path);
}

static char *
propose_name (ZmLabelDialog *self)
{
  g_autofree char *name = g_strjoin ("-", zm_label_code_kind_name (self->kind),
                                     self->label->code->name, NULL);

  g_strcanon (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", '-');
  return g_strconcat (name, ".pdf", NULL);
}

static void
print_to_file (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmLabelDialog *self = ZM_LABEL_DIALOG (widget);
  g_autofree char *name = propose_name (self);

  zm_file_choice_save (widget, _("Save the Label"), name, file_chosen_cb, self);
}

static void
take_choices (ZmLabelDialog *self)
{
  g_autofree char *name = zm_choices_get (CHOICES, CHOICE_SIZE);
  const ZmLabelStock *stock;

  for (guint i = 0; name != NULL && (stock = zm_label_job_get_stock (i)) != NULL; i++)
    {
      if (g_str_equal (stock->name, name))
        adw_combo_row_set_selected (self->size, i);
    }
}

static void
zm_label_dialog_dispose (GObject *object)
{
  ZmLabelDialog *self = ZM_LABEL_DIALOG (object);

  if (!self->gone)
    zm_label_preview_show (self->preview, NULL, NULL);
  self->gone = TRUE;

  G_OBJECT_CLASS (zm_label_dialog_parent_class)->dispose (object);
}

static void
zm_label_dialog_finalize (GObject *object)
{
  ZmLabelDialog *self = ZM_LABEL_DIALOG (object);

  g_clear_object (&self->station);
  g_clear_pointer (&self->label, zm_label_free);
  g_free (self->subject);

  G_OBJECT_CLASS (zm_label_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/label-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, again);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, copies);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, first);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, size);
  gtk_widget_class_bind_template_child (widget_class, ZmLabelDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_label_dialog_class_init (ZmLabelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_label_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = zm_label_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "label.to-file", NULL, print_to_file);
  gtk_widget_class_install_action (widget_class, "label.to-printer", NULL, print_to_printer);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "label.to-printer", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_LABEL_PREVIEW);
  bind_template (widget_class);
}

static void
zm_label_dialog_init (ZmLabelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  take_choices (self);
  update (self);
}

GtkWindow *
zm_label_dialog_new (ZmStation  *station,
                     const char *kind,
                     const char *subject)
{
  ZmLabelDialog *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (kind != NULL && subject != NULL, NULL);

  self = g_object_new (ZM_TYPE_LABEL_DIALOG, NULL);
  self->station = g_object_ref (station);
  self->subject = *subject != '\0' ? g_strdup (subject) : NULL;
  if (!zm_label_code_kind_parse (kind, &self->kind))
    g_assert_not_reached ();
  make (self);

  return GTK_WINDOW (self);
}
