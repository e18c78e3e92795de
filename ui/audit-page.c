#include "config.h"

#include "ui/audit-page.h"

#include "ui/accessible.h"
#include "ui/audit-counts.h"
#include "ui/audit-export-bar.h"
#include "ui/audit-filter-bar.h"
#include "ui/audit-integrity.h"
#include "ui/audit-model.h"
#include "ui/audit-row.h"
#include "ui/audit-story-view.h"
#include "ui/failure-card.h"
#include "ui/low-window.h"
#include "ui/template.h"
#include "ui/two-shapes.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SETTLE_TIME 300 /* ms; a session writes several records at once */
#define ROOMY       760 /* pixels; a window that is as high has room for verdict and timeline */

struct _ZmAuditPage {
  GtkWidget         parent_instance;

  ZmStation        *station;
  ZmDatabase       *database; /* a connection of its own, so that nobody waits for a long search */
  ZmAuditCounts    *counts;
  GCancellable     *loading;
  ZmProgress       *progress; /* of the loading */
  gboolean          stale;
  guint             settling; /* source */
  gint64            wanted;   /* a record to be shown once the list is there; or 0 */

  GtkWidget        *count;
  ZmAuditExportBar *exporter;
  GtkWidget        *failure;
  ZmAuditFilterBar *filter;
  ZmAuditIntegrity *integrity;
  GtkListView      *list;
  GtkProgressBar   *reading;
  GtkRevealer      *refusal;
  GtkWidget        *refused;
  GtkWidget        *show_new;
  GtkNoSelection   *selection;
  GtkStack         *stack;
  GtkWidget        *span;     /* the timeline, with what belongs to it */
  ZmAuditStoryView *story;
  ZmAuditTimeline  *timeline;
  GtkStack         *views;
  GtkScrolledWindow *viewport;
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
  if (self->database == NULL)
    return FALSE;

  self->counts = zm_audit_counts_new (self->database, self->timeline);
  zm_audit_filter_bar_open (self->filter, self->database);
  zm_audit_integrity_open (self->integrity, self->station, self->database);
  return TRUE;
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

/* GTK 4.8 has no call for it, but the action of a list. */
static void
show_wanted (ZmAuditPage  *self,
             ZmAuditModel *model)
{
  guint position;

  if (self->wanted != 0 && zm_audit_model_find (model, self->wanted, &position))
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (model), position);

      g_object_set (item, "expanded", TRUE, NULL);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
      gtk_widget_grab_focus (GTK_WIDGET (self->list));
    }
  self->wanted = 0;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmAuditPage *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditModel) model = zm_audit_model_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->progress);
  if (model == NULL)
    {
      show_failure (self, error);
      return;
    }

  show_list (self, model);
  show_wanted (self, model);
}

static void
progress_cb (ZmAuditPage *self)
{
  if (self->progress != NULL)
    gtk_progress_bar_set_fraction (self->reading, zm_progress_get_fraction (self->progress));
  gtk_widget_set_visible (GTK_WIDGET (self->reading), self->progress != NULL);
}

/* What is not looked at is not read. */
static void
load_story (ZmAuditPage *self)
{
  if (self->database != NULL &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "story") == 0)
    zm_audit_story_view_load (self->story, self->database, zm_audit_filter_bar_get (self->filter));
}

static void
load (ZmAuditPage *self)
{
  g_autoptr(GError) error = NULL;
  const ZmAuditFilter *filter = zm_audit_filter_bar_get (self->filter);

  if (self->station == NULL)
    return;

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
  g_clear_object (&self->progress);
  self->progress = zm_progress_new ();
  g_signal_connect_object (self->progress, "notify::fraction", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  zm_audit_model_load_async (self->database, filter, self->progress, self->loading, loaded_cb, self);
  zm_audit_counts_load (self->counts, filter);
  zm_audit_integrity_refresh (self->integrity);
  load_story (self);
}

static void
view_changed_cb (ZmAuditPage *self)
{
  load_story (self);
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
  zm_audit_filter_bar_set (ZM_AUDIT_PAGE (widget)->filter, NULL);
}

static void
show_record_cb (ZmAuditPage *self,
                gint64       seq)
{
  gtk_stack_set_visible_child_name (self->views, "records");
  self->wanted = seq;
  zm_audit_filter_bar_set (self->filter, NULL);
}

static void
show_session (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);
  const ZmAuditFilter filter = { .session = g_variant_get_string (parameter, NULL) };

  zm_audit_filter_bar_set (self->filter, &filter);
  gtk_stack_set_visible_child_name (self->views, "story");
}

/* --- The timeline --- */

static void
taken_cb (ZmAuditPage *self,
          gint64       from,
          gint64       to)
{
  g_autoptr(ZmAuditFilter) filter = zm_audit_filter_copy (zm_audit_filter_bar_get (self->filter));

  filter->from = from;
  filter->to = to;
  zm_audit_filter_bar_set (self->filter, filter);
}

static void
zoom (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  zm_audit_timeline_zoom (ZM_AUDIT_PAGE (widget)->timeline, g_variant_get_int32 (parameter));
}

static void
zoom_out (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  zm_audit_timeline_zoom_out (ZM_AUDIT_PAGE (widget)->timeline);
}

static void
take_span (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  zm_audit_timeline_take (ZM_AUDIT_PAGE (widget)->timeline);
}

/* --- Exports --- */

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmAuditPage *self = ZM_AUDIT_PAGE (widget);
  ZmAuditFormat format;

  if (self->station == NULL ||
      !zm_audit_export_format_parse (g_variant_get_string (parameter, NULL), &format))
    return;

  gtk_revealer_set_reveal_child (self->refusal, FALSE);
  zm_audit_export_bar_begin (self->exporter, self->station, zm_audit_filter_bar_get (self->filter),
                             format);
}

static void
refused_cb (ZmAuditPage  *self,
            const GError *refusal)
{
  g_object_set (self->refused, "failure", refusal, NULL);
  gtk_revealer_set_reveal_child (self->refusal, TRUE);
}

static void
close_refusal (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_revealer_set_reveal_child (ZM_AUDIT_PAGE (widget)->refusal, FALSE);
}

/* --- The widget --- */

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
  g_clear_object (&self->progress);
  if (self->counts != NULL)
    zm_audit_counts_stop (self->counts);
  g_clear_object (&self->counts);
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
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, exporter);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, filter);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, integrity);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, list);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, reading);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, refusal);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, refused);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, show_new);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, span);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, story);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, views);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditPage, viewport);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_record_cb);
  gtk_widget_class_bind_template_callback (widget_class, shows_list);
  gtk_widget_class_bind_template_callback (widget_class, taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zm_audit_page_show_device);
}

static void
zm_audit_page_class_init (ZmAuditPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_page_dispose;
  widget_class->map = zm_audit_page_map;

  gtk_widget_class_install_action (widget_class, "audit.clear-filter", NULL, clear_filter);
  gtk_widget_class_install_action (widget_class, "audit.close-refusal", NULL, close_refusal);
  gtk_widget_class_install_action (widget_class, "audit.export", "s", export);
  gtk_widget_class_install_action (widget_class, "audit.show-new", NULL, show_new);
  gtk_widget_class_install_action (widget_class, "audit.show-session", "s", show_session);
  gtk_widget_class_install_action (widget_class, "audit.take-span", NULL, take_span);
  gtk_widget_class_install_action (widget_class, "audit.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "audit.zoom-out", NULL, zoom_out);

  g_type_ensure (ZM_TYPE_AUDIT_EXPORT_BAR);
  g_type_ensure (ZM_TYPE_AUDIT_FILTER_BAR);
  g_type_ensure (ZM_TYPE_AUDIT_INTEGRITY);
  g_type_ensure (ZM_TYPE_AUDIT_ITEM);
  g_type_ensure (ZM_TYPE_AUDIT_ROW);
  g_type_ensure (ZM_TYPE_AUDIT_STORY_VIEW);
  g_type_ensure (ZM_TYPE_AUDIT_TIMELINE);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_TWO_SHAPES);
  bind_template (widget_class);
}

static void
zm_audit_page_init (ZmAuditPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_low_window_yield (self->span, zm_audit_integrity_get_verdict (self->integrity), ROOMY);
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

  zm_audit_filter_bar_set (self->filter, &(ZmAuditFilter) { .device = device_id });
}

void
zm_audit_page_focus_search (ZmAuditPage *self)
{
  g_return_if_fail (ZM_IS_AUDIT_PAGE (self));

  zm_audit_filter_bar_focus (self->filter);
}
