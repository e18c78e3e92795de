#include "config.h"

#include "ui/audit-page.h"

#include "app/station/audit-desk.h"
#include "ui/accessible.h"
#include "ui/audit-model.h"
#include "ui/audit-row.h"
#include "ui/failure-card.h"
#include "ui/template.h"
#include "ui/verification-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SETTLE_TIME 300 /* ms; a session writes several records at once */

struct _ZmAuditPage {
  GtkWidget           parent_instance;

  ZmStation          *station;
  ZmDatabase         *database; /* a connection of its own, so that nobody waits for a long search */
  GCancellable       *loading;
  gboolean            stale;
  guint               settling; /* source */

  GtkWidget          *count;
  GtkWidget          *device;
  GtkWidget          *failure;
  GtkListView        *list;
  GtkDropDown        *outcome;
  GtkWidget          *search;
  GtkWidget          *show_new;
  GtkNoSelection     *selection;
  GtkStack           *stack;
  GtkRevealer        *verdict;
  ZmVerificationCard *verification;
  GtkScrolledWindow  *viewport;
  GtkWidget          *verify;
};

G_DEFINE_FINAL_TYPE (ZmAuditPage, zm_audit_page, GTK_TYPE_WIDGET)

static gboolean
shows_list (gpointer    self,
            const char *page)
{
  return g_strcmp0 (page, "list") == 0;
}

static gboolean
open_database (ZmAuditPage  *self,
               GError      **error)
{
  g_autofree char *path = NULL;

  if (self->database != NULL)
    return TRUE;

  path = g_build_filename (zm_station_get_directory (self->station), ZM_STATION_DATABASE_FILE,
                           NULL);
  self->database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_ONLY, error);
  return self->database != NULL;
}

static void
show_failure (ZmAuditPage  *self,
              const GError *error)
{
  g_object_set (self->failure, "failure", error, NULL);
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static void
show_list (ZmAuditPage  *self,
           ZmAuditModel *model)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_autofree char *text = g_strdup_printf (ngettext ("%u record", "%u records", count), count);

  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (model));
  gtk_label_set_text (GTK_LABEL (self->count), text);
  gtk_stack_set_visible_child_name (self->stack, count > 0 ? "list" : "nothing-found");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditModel) model = zm_audit_model_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (model != NULL)
    show_list (user_data, model);
  else
    show_failure (user_data, error);
}

static guint
get_outcomes (ZmAuditPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->outcome);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? 0 : 1u << (selected - 1);
}

static const char *
get_text (GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  return *text != '\0' ? text : NULL;
}

static void
load (ZmAuditPage *self)
{
  g_autoptr(GError) error = NULL;
  const ZmAuditFilter filter = {
    .text = get_text (self->search),
    .device = get_text (self->device),
    .outcomes = get_outcomes (self),
  };

  self->stale = FALSE;
  gtk_widget_set_visible (self->show_new, FALSE);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (!open_database (self, &error))
    {
      show_failure (self, error);
      return;
    }

  self->loading = g_cancellable_new ();
  zm_audit_model_load_async (self->database, &filter, NULL, self->loading, loaded_cb, self);
}

/* Whoever reads further down is not disturbed, but told. */
static gboolean
is_reading (ZmAuditPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->viewport);

  return gtk_adjustment_get_value (adjustment) > 0;
}

static void
settled_cb (gpointer user_data)
{
  ZmAuditPage *self = user_data;

  self->settling = 0;
  if (!self->stale || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (is_reading (self))
    gtk_widget_set_visible (self->show_new, TRUE);
  else
    load (self);
}

static void
station_changed_cb (ZmAuditPage *self,
                    const char  *topic)
{
  self->stale = TRUE;
  if (self->settling == 0)
    self->settling = g_timeout_add_once (SETTLE_TIME, settled_cb, self);
}

static void
filter_changed_cb (ZmAuditPage *self)
{
  if (self->station != NULL)
    load (self);
}

static void
activate_cb (ZmAuditPage *self,
             guint        position)
{
  g_autoptr(ZmAuditItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  gboolean expanded;

  if (item == NULL)
    return;

  g_object_get (item, "expanded", &expanded, NULL);
  g_object_set (item, "expanded", !expanded, NULL);
}

static void
show_new (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->viewport), 0);
  load (self);
}

static void
clear_filter (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_editable_set_text (GTK_EDITABLE (self->device), "");
  gtk_drop_down_set_selected (self->outcome, 0);
}

static void
verify_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  ZmStation *station = task_data;

  g_task_return_pointer (task,
                         zm_audit_desk_verify (zm_station_get_directory (station),
                                               zm_station_get_signer (station)),
                         (GDestroyNotify) zm_audit_verifier_free_report);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (source);
  g_autoptr(ZmAuditReport) report = g_task_propagate_pointer (G_TASK (result), NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "audit.verify", TRUE);
  zm_verification_card_show (self->verification, report);
  gtk_revealer_set_reveal_child (self->verdict, TRUE);
}

static void
verify (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);
  g_autoptr(GTask) task = NULL;

  if (self->station == NULL)
    return;

  gtk_widget_action_set_enabled (widget, "audit.verify", FALSE);
  task = g_task_new (self, NULL, verified_cb, NULL);
  g_task_set_source_tag (task, verify);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, verify_in_thread);
}

static void
close_verdict (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);

  gtk_revealer_set_reveal_child (self->verdict, FALSE);
  gtk_widget_grab_focus (self->verify);
}

static void
zm_audit_page_map (GtkWidget *widget)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);

  GTK_WIDGET_CLASS (zm_audit_page_parent_class)->map (widget);

  if (self->stale)
    settled_cb (self);
}

static void
zm_audit_page_dispose (GObject *object)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->settling, g_source_remove);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_AUDIT_PAGE);
  g_clear_object (&self->station);
  g_clear_pointer (&self->database, zm_database_unref);

  G_OBJECT_CLASS (zm_audit_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, count);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, device);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, list);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, search);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, show_new);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, verification);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, verify);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, viewport);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shows_list);
}

static void
zm_audit_page_class_init (ZmAuditPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_page_dispose;
  widget_class->map = zm_audit_page_map;

  gtk_widget_class_install_action (widget_class, "audit.clear-filter", NULL, clear_filter);
  gtk_widget_class_install_action (widget_class, "audit.close-verdict", NULL, close_verdict);
  gtk_widget_class_install_action (widget_class, "audit.show-new", NULL, show_new);
  gtk_widget_class_install_action (widget_class, "audit.verify", NULL, verify);

  g_type_ensure (ZM_TYPE_AUDIT_ITEM);
  g_type_ensure (ZM_TYPE_AUDIT_ROW);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_VERIFICATION_CARD);
  bind_template (widget_class);
}

static void
zm_audit_page_init (ZmAuditPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_accessible_name_part (GTK_WIDGET (self->outcome), GTK_TYPE_TOGGLE_BUTTON, _("Outcome"));
}

void
zm_audit_page_open (ZmAuditPage *self,
                    ZmStation   *station)
{
  g_return_if_fail (ZM_IS_AUDIT_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->stale = TRUE;
  settled_cb (self);
}

void
zm_audit_page_show_device (ZmAuditPage *self,
                           const char  *device_id)
{
  g_return_if_fail (ZM_IS_AUDIT_PAGE (self));
  g_return_if_fail (device_id != NULL);

  clear_filter (GTK_WIDGET (self), NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->device), device_id);
}

void
zm_audit_page_focus_search (ZmAuditPage *self)
{
  g_return_if_fail (ZM_IS_AUDIT_PAGE (self));

  gtk_widget_grab_focus (self->search);
}
