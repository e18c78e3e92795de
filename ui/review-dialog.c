#include "config.h"

#include "ui/review-dialog.h"

#include "ui/accessible.h"
#include "ui/failure-card.h"
#include "ui/review-line.h"

#include <glib/gi18n.h>

struct _ZmReviewDialog {
  AdwWindow           parent_instance;

  GtkButton          *accept;
  GtkWidget          *failure;
  GtkFilterListModel *filtered;
  GtkDropDown        *group;
  GtkWidget          *list;
  GtkButton          *save;
  GtkNoSelection     *selection;
  GtkStack           *stack;
  GtkLabel           *sum;
};

G_DEFINE_FINAL_TYPE (ZmReviewDialog, zm_review_dialog, ADW_TYPE_WINDOW)

enum {
  SIGNAL_ACCEPT,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The first choice is all of them. */
static gboolean
is_chosen (gpointer item,
           gpointer user_data)
{
  guint chosen = gtk_drop_down_get_selected (ZM_REVIEW_DIALOG (user_data)->group);

  return chosen == 0 || zm_review_item_get_group (item) == chosen - 1;
}

static void
group_chosen_cb (ZmReviewDialog *self)
{
  GtkFilter *filter = gtk_filter_list_model_get_filter (self->filtered);

  if (filter != NULL)
    gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
accept (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACCEPT], 0);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SAVE], 0);
}

static void
zm_review_dialog_class_init (ZmReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_ACCEPT] = g_signal_new ("accept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_REVIEW_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, filtered);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, group);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmReviewDialog, sum);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
}

static void
zm_review_dialog_init (ZmReviewDialog *self)
{
  g_autoptr(GtkFilter) filter = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_part (GTK_WIDGET (self->group), GTK_TYPE_TOGGLE_BUTTON, _("Show"));
  filter = GTK_FILTER (gtk_custom_filter_new (is_chosen, self, NULL));
  gtk_filter_list_model_set_filter (self->filtered, filter);
}

ZmReviewDialog *
zm_review_dialog_new (GtkWidget         *parent,
                      const char        *title,
                      const char *const *groups,
                      const char        *save_label)
{
  ZmReviewDialog *self;
  g_autoptr(GtkStringList) names = gtk_string_list_new (groups);

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (title != NULL && groups != NULL, NULL);

  self = g_object_new (ZM_TYPE_REVIEW_DIALOG, "title", title, "transient-for",
                       gtk_widget_get_root (parent), NULL);
  gtk_drop_down_set_model (self->group, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->save), save_label != NULL);
  if (save_label != NULL)
    gtk_button_set_label (self->save, save_label);
  zm_accessible_name_buttons (GTK_WIDGET (self));

  return self;
}

void
zm_review_dialog_show (ZmReviewDialog *self,
                       GListModel     *items,
                       const char     *sum,
                       const char     *accept_label,
                       gboolean        can_save)
{
  g_return_if_fail (ZM_IS_REVIEW_DIALOG (self));
  g_return_if_fail (G_IS_LIST_MODEL (items) && sum != NULL);

  gtk_filter_list_model_set_model (self->filtered, items);
  gtk_label_set_text (self->sum, sum);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), accept_label != NULL);
  if (accept_label != NULL)
    gtk_button_set_label (self->accept, accept_label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", accept_label != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", can_save);
  gtk_stack_set_visible_child_name (self->stack, "items");
}

void
zm_review_dialog_fail (ZmReviewDialog *self,
                       const GError   *failure)
{
  gboolean has_items;

  g_return_if_fail (ZM_IS_REVIEW_DIALOG (self));
  g_return_if_fail (failure != NULL);

  has_items = gtk_filter_list_model_get_model (self->filtered) != NULL;
  g_object_set (self->failure, "failure", failure, "visible", TRUE, NULL);
  gtk_stack_set_visible_child_name (self->stack, has_items ? "items" : "failed");
}

void
zm_review_dialog_work (ZmReviewDialog *self)
{
  g_return_if_fail (ZM_IS_REVIEW_DIALOG (self));

  gtk_widget_set_visible (self->failure, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", FALSE);
  gtk_stack_set_visible_child_name (self->stack, "working");
}
