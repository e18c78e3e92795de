#include "config.h"

#include "ui/audit-filter-bar.h"

#include "app/base/text.h"
#include "app/station/audit-filter-words.h"
#include "app/station/audit-words.h"
#include "app/station/time-words.h"
#include "ui/accessible.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define VALUES_MAX 500

struct _ZmAuditFilterBar {
  GtkWidget      parent_instance;

  ZmDatabase    *database;
  ZmAuditFilter *filter;
  GCancellable  *reading;
  gboolean       showing; /* what is set is put into the fields; they change nothing */

  AdwComboRow   *action;
  AdwComboRow   *actor;
  GtkFlowBox    *chips;
  GtkEditable   *device;
  GtkEditable   *from;
  AdwComboRow   *outcome;
  GtkPopover    *popover;
  AdwComboRow   *port;
  GtkEditable   *search;
  GtkEditable   *to;
};

G_DEFINE_FINAL_TYPE (ZmAuditFilterBar, zm_audit_filter_bar, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Chips --- */

static void
add_chip (ZmAuditFilterBar *self,
          const char       *text,
          const char       *name,
          guint             field)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child;

  gtk_button_set_child (GTK_BUTTON (button),
                        g_object_new (ADW_TYPE_BUTTON_CONTENT, "label", text, "icon-name",
                                      "window-close-symbolic", NULL));
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_tooltip_text (button, name);
  zm_accessible_set_label (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "filter.clear");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", field);
  gtk_flow_box_append (self->chips, button);
  child = gtk_widget_get_parent (button);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
}

static void
show_chips (ZmAuditFilterBar *self)
{
  GtkFlowBoxChild *child;
  guint count = 0;

  while ((child = gtk_flow_box_get_child_at_index (self->chips, 0)) != NULL)
    gtk_flow_box_remove (self->chips, GTK_WIDGET (child));

  for (guint i = 0; i < ZM_AUDIT_FIELDS; i++)
    {
      g_autofree char *text = zm_audit_filter_words_field (self->filter, (ZmAuditField) i);
      /* TRANSLATORS: %s is what is filtered by: "Device: DEV-014" */
      g_autofree char *name = text != NULL ? g_strdup_printf (_("Remove the filter “%s”"), text)
                                           : NULL;

      if (text == NULL)
        continue;
      add_chip (self, text, name, i);
      count++;
    }
  if (count > 1)
    add_chip (self, _("Clear All"), _("Remove all filters"), ZM_AUDIT_FIELDS);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), count > 0);
}

/* --- Fields --- */

/* The first row of each list is "any"; the objects know the value that stands in the log. */
static const char *
get_choice (AdwComboRow *row)
{
  GObject *chosen = adw_combo_row_get_selected_item (row);

  return chosen != NULL ? g_object_get_data (chosen, "value") : NULL;
}

static void
append_choice (GtkStringList *list,
               const char    *title,
               const char    *value)
{
  g_autoptr(GObject) item = NULL;

  gtk_string_list_append (list, title);
  item = g_list_model_get_item (G_LIST_MODEL (list),
                                g_list_model_get_n_items (G_LIST_MODEL (list)) - 1);
  g_object_set_data_full (item, "value", g_strdup (value), g_free);
}

static void
choose (AdwComboRow *row,
        const char  *value,
        const char  *title)
{
  GListModel *list = adw_combo_row_get_model (row);
  guint count = g_list_model_get_n_items (list);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (list, i);

      if (g_strcmp0 (g_object_get_data (item, "value"), value) == 0)
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }

  append_choice (GTK_STRING_LIST (list), title, value);
  adw_combo_row_set_selected (row, count);
}

static void
set_text (GtkEditable *editable,
          const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text != NULL ? text : "") != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
set_instant (GtkEditable *editable,
             ZmInstant    instant)
{
  g_autofree char *text = instant != 0 ? zm_time_words_format_log (instant) : NULL;
  ZmInstant shown = 0;

  if (instant == 0 && !zm_time_words_parse (gtk_editable_get_text (editable), &shown) &&
      *gtk_editable_get_text (editable) != '\0')
    return; /* somebody is at it */
  if (zm_time_words_parse (gtk_editable_get_text (editable), &shown) && shown == instant)
    return;
  if (text != NULL)
    text[strlen ("2026-05-03 10:42")] = '\0';
  set_text (editable, text);
}

static void
choose_text (ZmAuditFilterBar *self,
             AdwComboRow      *row,
             ZmAuditField      field)
{
  const char *value = zm_audit_filter_get_text (self->filter, field);
  g_autofree char *title = value == NULL ? g_strdup ("")
                           : field == ZM_AUDIT_FIELD_ACTION ? zm_audit_words_action (value)
                                                            : zm_text_escape (value, -1);

  choose (row, value, title);
}

static void
show_fields (ZmAuditFilterBar *self)
{
  guint outcome = 0;

  self->showing = TRUE;
  set_text (self->search, self->filter->text);
  set_text (self->device, self->filter->device);
  set_instant (self->from, self->filter->from);
  set_instant (self->to, self->filter->to);
  choose_text (self, self->actor, ZM_AUDIT_FIELD_ACTOR);
  choose_text (self, self->port, ZM_AUDIT_FIELD_PORT);
  choose_text (self, self->action, ZM_AUDIT_FIELD_ACTION);
  for (guint i = 0; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      if (self->filter->outcomes == 1u << i)
        outcome = i + 1;
    }
  adw_combo_row_set_selected (self->outcome, outcome);
  self->showing = FALSE;
}

static void
announce (ZmAuditFilterBar *self)
{
  show_fields (self);
  show_chips (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is no date yet is marked, and means any. */
static gboolean
read_instant (GtkEditable *editable,
              ZmInstant   *instant)
{
  const char *text = gtk_editable_get_text (editable);
  ZmInstant typed = 0;
  gboolean ok = *text == '\0' || zm_time_words_parse (text, &typed);
  gboolean changed = typed != *instant;

  if (ok)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
  *instant = typed;

  return changed;
}

static void
field_changed_cb (ZmAuditFilterBar *self)
{
  ZmAuditFilter *filter = self->filter;
  guint selected = adw_combo_row_get_selected (self->outcome);
  guint outcomes = selected == 0 || selected == GTK_INVALID_LIST_POSITION ? 0
                                                                         : 1u << (selected - 1);
  gboolean changed = FALSE;

  if (self->showing)
    return;

  changed |= zm_audit_filter_set_text (filter, ZM_AUDIT_FIELD_TEXT,
                                       gtk_editable_get_text (self->search));
  changed |= zm_audit_filter_set_text (filter, ZM_AUDIT_FIELD_DEVICE,
                                       gtk_editable_get_text (self->device));
  changed |= zm_audit_filter_set_text (filter, ZM_AUDIT_FIELD_ACTOR, get_choice (self->actor));
  changed |= zm_audit_filter_set_text (filter, ZM_AUDIT_FIELD_PORT, get_choice (self->port));
  changed |= zm_audit_filter_set_text (filter, ZM_AUDIT_FIELD_ACTION, get_choice (self->action));
  changed |= outcomes != filter->outcomes;
  filter->outcomes = outcomes;
  changed |= read_instant (self->from, &filter->from);
  changed |= read_instant (self->to, &filter->to);
  if (changed)
    announce (self);
}

static void
clear (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  ZmAuditFilterBar *self = ZM_AUDIT_FILTER_BAR (widget);
  guint field = g_variant_get_uint32 (parameter);

  for (guint i = 0; i < ZM_AUDIT_FIELDS; i++)
    {
      if (i == field || field == ZM_AUDIT_FIELDS)
        zm_audit_filter_clear (self->filter, (ZmAuditField) i);
    }
  announce (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- Values --- */

typedef struct {
  GPtrArray *actors;
  GPtrArray *ports;
  GPtrArray *actions;
} Values;

static void
free_values (gpointer data)
{
  Values *values = data;

  g_clear_pointer (&values->actors, g_ptr_array_unref);
  g_clear_pointer (&values->ports, g_ptr_array_unref);
  g_clear_pointer (&values->actions, g_ptr_array_unref);
  g_free (values);
}

static void
read_values_in_thread (GTask        *task,
                       gpointer      source_object,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  ZmDatabase *database = task_data;
  Values *values = g_new0 (Values, 1);
  GError *error = NULL;

  values->actors = zm_audit_query_values (database, "actor", VALUES_MAX, &error);
  if (error == NULL)
    values->ports = zm_audit_query_values (database, "port", VALUES_MAX, &error);
  if (error == NULL)
    values->actions = zm_audit_query_values (database, "action", VALUES_MAX, &error);
  if (error == NULL)
    {
      g_task_return_pointer (task, values, free_values);
      return;
    }

  free_values (values);
  g_task_return_error (task, error);
}

static const char *
say_any (ZmAuditField field)
{
  switch (field)
    {
    case ZM_AUDIT_FIELD_ACTOR:
      return _("Anybody");
    case ZM_AUDIT_FIELD_PORT:
      return _("Any port");
    default:
      return _("Any action");
    }
}

static void
fill (ZmAuditFilterBar *self,
      AdwComboRow      *row,
      ZmAuditField      field,
      GPtrArray        *values)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  append_choice (list, say_any (field), NULL);
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);
      g_autofree char *title = field == ZM_AUDIT_FIELD_ACTION ? zm_audit_words_action (value)
                                                              : zm_text_escape (value, -1);

      append_choice (list, title, value);
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  g_object_unref (list);
}

static void
show_values (ZmAuditFilterBar *self,
             const Values     *values)
{
  self->showing = TRUE;
  fill (self, self->actor, ZM_AUDIT_FIELD_ACTOR, values->actors);
  fill (self, self->port, ZM_AUDIT_FIELD_PORT, values->ports);
  fill (self, self->action, ZM_AUDIT_FIELD_ACTION, values->actions);
  show_fields (self);
}

static void
values_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Values *values = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Without them the lists are empty; why is told by the list of records. */
  if (values == NULL)
    return;

  show_values (ZM_AUDIT_FILTER_BAR (source), values);
  free_values (values);
}

/* Each time that somebody looks: there may be new ones. */
static void
popover_shown_cb (ZmAuditFilterBar *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->database == NULL)
    return;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, values_read_cb, NULL);
  g_task_set_source_tag (task, popover_shown_cb);
  g_task_set_task_data (task, zm_database_ref (self->database),
                        (GDestroyNotify) zm_database_unref);
  g_task_run_in_thread (task, read_values_in_thread);
}

/* --- The widget --- */

static void
zm_audit_filter_bar_dispose (GObject *object)
{
  ZmAuditFilterBar *self = ZM_AUDIT_FILTER_BAR (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->showing = TRUE;
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_AUDIT_FILTER_BAR);
  g_clear_pointer (&self->database, zm_database_unref);

  G_OBJECT_CLASS (zm_audit_filter_bar_parent_class)->dispose (object);
}

static void
zm_audit_filter_bar_finalize (GObject *object)
{
  zm_audit_filter_free (ZM_AUDIT_FILTER_BAR (object)->filter);

  G_OBJECT_CLASS (zm_audit_filter_bar_parent_class)->finalize (object);
}

static void
zm_audit_filter_bar_class_init (ZmAuditFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_filter_bar_dispose;
  object_class->finalize = zm_audit_filter_bar_finalize;

  signals[CHANGED] = g_signal_new ("changed", ZM_TYPE_AUDIT_FILTER_BAR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "filter.clear", "u", clear);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, action);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, actor);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, chips);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, device);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, from);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, outcome);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, popover);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, port);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, search);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditFilterBar, to);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
}

static void
zm_audit_filter_bar_init (ZmAuditFilterBar *self)
{
  const Values nothing = { NULL };

  self->filter = zm_audit_filter_copy (NULL);
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  show_values (self, &nothing);
}

void
zm_audit_filter_bar_open (ZmAuditFilterBar *self,
                          ZmDatabase       *database)
{
  g_return_if_fail (ZM_IS_AUDIT_FILTER_BAR (self));
  g_return_if_fail (database != NULL && self->database == NULL);

  self->database = zm_database_ref (database);
}

const ZmAuditFilter *
zm_audit_filter_bar_get (ZmAuditFilterBar *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_FILTER_BAR (self), NULL);

  return self->filter;
}

void
zm_audit_filter_bar_set (ZmAuditFilterBar    *self,
                         const ZmAuditFilter *filter)
{
  ZmAuditFilter *copy;

  g_return_if_fail (ZM_IS_AUDIT_FILTER_BAR (self));

  copy = zm_audit_filter_copy (filter);
  zm_audit_filter_free (self->filter);
  self->filter = copy;
  announce (self);
}

void
zm_audit_filter_bar_focus (ZmAuditFilterBar *self)
{
  g_return_if_fail (ZM_IS_AUDIT_FILTER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
