#include "ui/device-cell.h"

#include "ui/accessible.h"
#include "ui/text-cell.h"

struct _ZmDeviceCell {
  GtkWidget  parent_instance;

  GtkWidget *label;
  char      *summary;
};

G_DEFINE_FINAL_TYPE (ZmDeviceCell, zm_device_cell, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_SUMMARY,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The cell's place in the column, and the row around that. */
static void
name_row (ZmDeviceCell *self)
{
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = place != NULL ? gtk_widget_get_parent (place) : NULL;

  if (row != NULL && self->summary != NULL)
    zm_accessible_set_label (row, self->summary);
}

static void
set_summary (ZmDeviceCell *self,
             const char   *summary)
{
  if (g_strcmp0 (self->summary, summary) == 0)
    return;

  g_free (self->summary);
  self->summary = g_strdup (summary);
  name_row (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
set_text (ZmDeviceCell *self,
          const char   *text)
{
  g_object_set (self->label, "text", text, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
zm_device_cell_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmDeviceCell *self = ZM_DEVICE_CELL (object);

  switch (prop_id)
    {
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_TEXT:
      g_object_get_property (G_OBJECT (self->label), "text", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_device_cell_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ZmDeviceCell *self = ZM_DEVICE_CELL (object);

  switch (prop_id)
    {
    case PROP_SUMMARY:
      set_summary (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_device_cell_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zm_device_cell_parent_class)->root (widget);

  name_row (ZM_DEVICE_CELL (widget));
}

static void
zm_device_cell_dispose (GObject *object)
{
  g_clear_pointer (&ZM_DEVICE_CELL (object)->label, gtk_widget_unparent);

  G_OBJECT_CLASS (zm_device_cell_parent_class)->dispose (object);
}

static void
zm_device_cell_finalize (GObject *object)
{
  g_free (ZM_DEVICE_CELL (object)->summary);

  G_OBJECT_CLASS (zm_device_cell_parent_class)->finalize (object);
}

static void
zm_device_cell_class_init (ZmDeviceCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_device_cell_dispose;
  object_class->finalize = zm_device_cell_finalize;
  object_class->get_property = zm_device_cell_get_property;
  object_class->set_property = zm_device_cell_set_property;
  widget_class->root = zm_device_cell_root;

  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
zm_device_cell_init (ZmDeviceCell *self)
{
  self->label = g_object_new (ZM_TYPE_TEXT_CELL, NULL);
  gtk_widget_add_css_class (self->label, "heading");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}
