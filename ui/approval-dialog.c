#include "config.h"

#include "ui/approval-dialog.h"

#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/secret-row.h"
#include "ui/sign-in-wait.h"

#include <glib/gi18n.h>

#define WIDTH          480
#define HEIGHT_REFUSED 590 /* with room for what was wrong */

struct _ZmApprovalDialog {
  AdwWindow     parent_instance;

  GtkWidget    *failure;
  GtkWidget    *pin;
  GtkWidget    *second_name;
  ZmSignInWait *wait;
  GtkLabel     *what;
  GtkLabel     *who;
};

G_DEFINE_FINAL_TYPE (ZmApprovalDialog, zm_approval_dialog, ADW_TYPE_WINDOW)

enum {
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct {
  const char *who; /* as the signer says it */
  const char *sentence;
} roles[] = {
  { "another administrator",
    N_("One person alone may not do this: it wants another administrator, who reads it and approves "
       "it with their own name and PIN. Both persons are on record.") },
  { "another technician or an administrator",
    N_("One person alone may not do this: it wants another technician or an administrator, who "
       "reads it and approves it with their own name and PIN. Both persons are on record.") },
};

static const char *
explain (const char *who)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (g_strcmp0 (roles[i].who, who) == 0)
        return _(roles[i].sentence);
    }

  return _("One person alone may not do this: it wants somebody else, who reads it and approves it "
           "with their own name and PIN. Both persons are on record.");
}

static gboolean
is_filled (GtkWidget *row)
{
  return *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

static void
changed_cb (ZmApprovalDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.approve",
                                 is_filled (self->second_name) && is_filled (self->pin) &&
                                 !zm_sign_in_wait_is_waiting (self->wait));
}

static void
activated_cb (ZmApprovalDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.approve", NULL);
}

static void
approve (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_signal_emit (widget, signals[ANSWERED], 0);
}

static void
zm_approval_dialog_class_init (ZmApprovalDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ANSWERED] = g_signal_new ("answered", ZM_TYPE_APPROVAL_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "dialog.approve", NULL, approve);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_SIGN_IN_WAIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/approval-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, pin);
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, second_name);
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, wait);
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, what);
  gtk_widget_class_bind_template_child (widget_class, ZmApprovalDialog, who);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_approval_dialog_init (ZmApprovalDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_secret_row_clear (self->pin);
  changed_cb (self);
}

GtkWindow *
zm_approval_dialog_new (const ZmApproverQuestion *question,
                        const char               *name)
{
  ZmApprovalDialog *self = g_object_new (ZM_TYPE_APPROVAL_DIALOG, NULL);

  g_return_val_if_fail (question != NULL, NULL);

  gtk_label_set_text (self->what, question->what);
  gtk_label_set_text (self->who, explain (question->who));
  if (question->refusal != NULL)
    gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT_REFUSED);
  zm_sign_in_wait_begin (self->wait, question->refusal);
  g_object_set (self->failure, "failure", question->refusal, "visible", question->refusal != NULL,
                NULL);
  if (name != NULL)
    zm_approval_dialog_take_badge (self, name);
  else
    gtk_window_set_focus (GTK_WINDOW (self), self->second_name);

  return GTK_WINDOW (self);
}

void
zm_approval_dialog_take_badge (ZmApprovalDialog *self,
                               const char       *name)
{
  g_return_if_fail (ZM_IS_APPROVAL_DIALOG (self));
  g_return_if_fail (name != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->second_name), name);
  gtk_window_set_focus (GTK_WINDOW (self), self->pin);
}

char *
zm_approval_dialog_dup_name (ZmApprovalDialog *self)
{
  g_return_val_if_fail (ZM_IS_APPROVAL_DIALOG (self), NULL);

  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->second_name)));
}

ZmSecret *
zm_approval_dialog_take_pin (ZmApprovalDialog *self)
{
  g_return_val_if_fail (ZM_IS_APPROVAL_DIALOG (self), NULL);

  return zm_secret_row_take (self->pin);
}
