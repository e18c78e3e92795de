#include "config.h"

#include "ui/device-row.h"

#include "ui/accessible.h"
#include "ui/template.h"

#include <adwaita.h>

struct _ZmDeviceRow {
  GtkWidget     parent_instance;

  ZmDeviceItem *item;
};

G_DEFINE_FINAL_TYPE (ZmDeviceRow, zm_device_row, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
name_row (ZmDeviceRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;
  g_autofree char *status = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *name = NULL;

  if (parent == NULL || self->item == NULL)
    return;

  g_object_get (self->item, "label", &label, "status", &status, "expiry", &expiry, NULL);
  name = g_strdup_printf ("%s, %s: %s. %s", zm_device_item_get_id (self->item), label, status,
                          expiry);
  zm_accessible_set_label (parent, name);
}

static void
set_item (ZmDeviceRow  *self,
          ZmDeviceItem *item)
{
  if (!g_set_object (&self->item, item))
    return;

  name_row (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
zm_device_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_DEVICE_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_device_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      set_item (ZM_DEVICE_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_device_row_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_DEVICE_ROW);
  g_clear_object (&ZM_DEVICE_ROW (object)->item);

  G_OBJECT_CLASS (zm_device_row_parent_class)->dispose (object);
}

static void
zm_device_row_class_init (ZmDeviceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_device_row_dispose;
  object_class->get_property = zm_device_row_get_property;
  object_class->set_property = zm_device_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_DEVICE_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/device-row.ui");
}

static void
zm_device_row_init (ZmDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}
