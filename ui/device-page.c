#include "config.h"

#include "ui/device-page.h"

#include "app/store/certificate-record.h"
#include "ui/accessible.h"
#include "ui/certificate-row.h"
#include "ui/device-end.h"
#include "ui/device-history.h"
#include "ui/device-session-row.h"
#include "ui/row-list.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmDevicePage {
  GtkWidget     parent_instance;

  ZmDeviceItem *item;
  ZmStation    *station;
  GCancellable *cancellable;

  GtkListBox   *certificates;
  GtkWidget    *history; /* both lists; not shown until it is that of the item */
  GtkListBox   *sessions;
};

G_DEFINE_FINAL_TYPE (ZmDevicePage, zm_device_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_value (gpointer    self,
              const char *value)
{
  return g_strdup (value != NULL && *value != '\0' ? value : "–");
}

static void
show_audit (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmDevicePage *self = ZM_DEVICE_PAGE (widget);

  if (self->item != NULL)
    gtk_widget_activate_action (widget, "audit.show-device", "s",
                                zm_device_item_get_id (self->item));
}

static void
print_label (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ZmDevicePage *self = ZM_DEVICE_PAGE (widget);

  if (self->item != NULL)
    gtk_widget_activate_action (widget, "label.print", "(ss)", "device",
                                zm_device_item_get_id (self->item));
}

/* What can be done now hangs on what there is. */
static void
allow (ZmDevicePage          *self,
       const ZmDeviceHistory *history)
{
  gboolean any = FALSE;

  for (guint i = 0; i < history->certificates->len; i++)
    {
      const ZmCertificateRecord *record = g_ptr_array_index (history->certificates, i);

      any = any || record->state == ZM_CERTIFICATE_ISSUED || record->state == ZM_CERTIFICATE_ACTIVE;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.revoke", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.retire",
                                 history->line->state != ZM_DEVICE_RETIRED);
}

static void
show_history (ZmDevicePage          *self,
              const ZmDeviceHistory *history)
{
  zm_row_list_resize (self->certificates, history->certificates->len, zm_certificate_row_new);
  for (guint i = 0; i < history->certificates->len; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->certificates, (int) i);

      zm_certificate_row_show (ZM_CERTIFICATE_ROW (row), g_ptr_array_index (history->certificates, i));
    }

  zm_row_list_resize (self->sessions, history->sessions->len, zm_device_session_row_new);
  for (guint i = 0; i < history->sessions->len; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sessions, (int) i);

      zm_device_session_row_show (GTK_WIDGET (row), g_ptr_array_index (history->sessions, i));
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDeviceHistory) history = zm_device_history_load_finish (ZM_STATION (source), result,
                                                                      &error);
  ZmDevicePage *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (history == NULL)
    {
      g_warning ("The history of a device could not be read: %s", error->message);
      return;
    }

  zm_device_item_fill (self->item, history->line, zm_instant_now ());
  show_history (self, history);
  allow (self, history);
  gtk_widget_set_visible (self->history, TRUE);
}

static void
load (ZmDevicePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->item == NULL || zm_device_item_get_id (self->item) == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  zm_device_history_load_async (self->station, zm_device_item_get_id (self->item),
                                self->cancellable, loaded_cb, self);
}

static void
station_changed_cb (ZmDevicePage *self,
                    const char   *topic)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (g_str_equal (topic, "devices") || g_str_equal (topic, "sessions") ||
       g_str_equal (topic, "authority")))
    load (self);
}

static void
end (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  ZmDevicePage *self = ZM_DEVICE_PAGE (widget);

  if (self->item == NULL || zm_device_item_get_id (self->item) == NULL)
    return;

  if (g_str_equal (action_name, "device.retire"))
    zm_device_end_retire (widget, self->station, zm_device_item_get_id (self->item));
  else
    zm_device_end_revoke (widget, self->station, zm_device_item_get_id (self->item));
}

static void
zm_device_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_DEVICE_PAGE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_device_page_dispose (GObject *object)
{
  ZmDevicePage *self = ZM_DEVICE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_DEVICE_PAGE);
  g_clear_object (&self->item);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_device_page_parent_class)->dispose (object);
}

static void
zm_device_page_class_init (ZmDevicePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_device_page_dispose;
  object_class->get_property = zm_device_page_get_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_DEVICE_ITEM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "device.print-label", NULL, print_label);
  gtk_widget_class_install_action (widget_class, "device.retire", NULL, end);
  gtk_widget_class_install_action (widget_class, "device.revoke", NULL, end);
  gtk_widget_class_install_action (widget_class, "device.show-audit", NULL, show_audit);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/device-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDevicePage, certificates);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicePage, history);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicePage, sessions);
  gtk_widget_class_bind_template_callback (widget_class, format_value);
}

static void
zm_device_page_init (ZmDevicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

void
zm_device_page_show (ZmDevicePage *self,
                     ZmStation    *station,
                     ZmDeviceItem *item)
{
  g_return_if_fail (ZM_IS_DEVICE_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (ZM_IS_DEVICE_ITEM (item));

  if (self->station == NULL)
    g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_set_object (&self->station, station);
  g_clear_object (&self->item);
  self->item = zm_device_item_copy (item);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
  gtk_widget_set_visible (self->history, FALSE);
  load (self);
}
