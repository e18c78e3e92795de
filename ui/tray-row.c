#include "config.h"

#include "ui/tray-row.h"

#include "app/station/failure-words.h"
#include "app/station/time-words.h"
#include "ui/abandon-dialog.h"
#include "ui/accessible.h"
#include "ui/session-task.h"
#include "ui/session-words.h"

#include <glib/gi18n.h>

struct _ZmTrayRow {
  GtkListBoxRow  parent_instance;

  ZmStation     *station;
  ZmTrayItem    *item;
  char          *failure;

  GtkWidget     *abandon;
};

G_DEFINE_FINAL_TYPE (ZmTrayRow, zm_tray_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_FAILURE,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static char *
format_progress (gpointer        self,
                 ZmSessionState  state,
                 const char     *reason)
{
  const char *reached = zm_session_words_reached (state);

  /* TRANSLATORS: two sentences: what was reached, such as "Request received", and what stopped it */
  return g_strdup_printf (_("%s. %s"), reached,
                          reason != NULL ? reason : _("Then the station itself ended"));
}

static char *
format_advice (gpointer self,
               gboolean can_resume,
               gint64   since)
{
  g_autofree char *time = zm_time_words_format_log (since);

  return g_strdup_printf (can_resume ? _("Since %s. Plug it in: it goes on by itself.")
                                     : _("Since %s. Plug it in, and pair it again."), time);
}

static void
set_failure (ZmTrayRow  *self,
             const char *failure)
{
  g_free (self->failure);
  self->failure = g_strdup (failure);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

/* What was given up leaves the tray, and with it this row. */
static void
abandon_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ZmTrayRow) self = user_data;
  g_autoptr(GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (!zm_session_task_abandon_finish (ZM_STATION (source), result, &error))
    {
      g_autofree char *words = zm_failure_words_say (error);

      set_failure (self, words);
    }
}

static void
confirm_cb (ZmTrayRow  *self,
            const char *response)
{
  if (g_strcmp0 (response, ZM_ABANDON_DIALOG_YES) != 0)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  zm_session_task_abandon_async (self->station, zm_tray_item_get_session_id (self->item),
                                 abandon_cb, g_object_ref (self));
}

static void
ask_to_abandon (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ZmTrayRow *self = ZM_TRAY_ROW (widget);
  GtkWidget *dialog = zm_abandon_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                             zm_tray_item_get_device_id (self->item));

  g_signal_connect_object (dialog, "response", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
zm_tray_row_constructed (GObject *object)
{
  ZmTrayRow *self = ZM_TRAY_ROW (object);
  const char *device_id = zm_tray_item_get_device_id (self->item);
  g_autofree char *name = g_strdup_printf (_("Half done: %s"), device_id);
  g_autofree char *abandon = g_strdup_printf (_("Abandon %s"), device_id);

  G_OBJECT_CLASS (zm_tray_row_parent_class)->constructed (object);

  zm_accessible_set_label (GTK_WIDGET (self), name);
  zm_accessible_set_label (self->abandon, abandon);
}

static void
zm_tray_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FAILURE:
      g_value_set_string (value, ZM_TRAY_ROW (object)->failure);
      break;
    case PROP_ITEM:
      g_value_set_object (value, ZM_TRAY_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tray_row_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      ZM_TRAY_ROW (object)->item = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tray_row_finalize (GObject *object)
{
  ZmTrayRow *self = ZM_TRAY_ROW (object);

  g_clear_object (&self->station);
  g_clear_object (&self->item);
  g_free (self->failure);

  G_OBJECT_CLASS (zm_tray_row_parent_class)->finalize (object);
}

static void
zm_tray_row_class_init (ZmTrayRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_tray_row_constructed;
  object_class->finalize = zm_tray_row_finalize;
  object_class->get_property = zm_tray_row_get_property;
  object_class->set_property = zm_tray_row_set_property;

  properties[PROP_FAILURE] = g_param_spec_string ("failure", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_TRAY_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "tray.abandon", NULL, ask_to_abandon);

  g_type_ensure (ZM_TYPE_TRAY_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/tray-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmTrayRow, abandon);
  gtk_widget_class_bind_template_callback (widget_class, format_advice);
  gtk_widget_class_bind_template_callback (widget_class, format_progress);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
zm_tray_row_init (ZmTrayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_tray_row_new (ZmStation  *station,
                 ZmTrayItem *item)
{
  ZmTrayRow *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (ZM_IS_TRAY_ITEM (item), NULL);

  self = g_object_new (ZM_TYPE_TRAY_ROW, "item", item, NULL);
  self->station = g_object_ref (station);

  return GTK_WIDGET (self);
}
