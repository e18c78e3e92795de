#include "ui/audit-row.h"

#include "ui/accessible.h"
#include "ui/audit-line.h"
#include "ui/audit-raw.h"

struct _ZmAuditRow {
  GtkWidget     parent_instance;

  ZmAuditItem  *item;
  GSignalGroup *signals;

  GtkWidget    *line;
  GtkWidget    *raw; /* NULL until somebody looks: a list keeps hundreds of rows */
};

G_DEFINE_FINAL_TYPE (ZmAuditRow, zm_audit_row, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
name_row (ZmAuditRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *time = NULL;
  g_autofree char *actor = NULL;
  g_autofree char *action = NULL;
  g_autofree char *device = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *name = NULL;

  if (parent == NULL || self->item == NULL)
    return;

  g_object_get (self->item, "time", &time, "actor", &actor, "action", &action, "device", &device,
                "outcome", &outcome, NULL);
  name = g_strdup_printf ("%s, %s: %s%s%s. %s", time, actor, action, *device != '\0' ? ", " : "",
                          device, outcome);
  zm_accessible_set_label (parent, name);
}

static void
show_raw (ZmAuditRow *self)
{
  gboolean expanded = FALSE;

  if (self->item != NULL)
    g_object_get (self->item, "expanded", &expanded, NULL);
  if (expanded && self->raw == NULL)
    {
      self->raw = g_object_new (ZM_TYPE_AUDIT_RAW, NULL);
      gtk_widget_set_parent (self->raw, GTK_WIDGET (self));
    }
  if (self->raw != NULL)
    g_object_set (self->raw, "item", self->item, NULL);
}

static void
set_item (ZmAuditRow  *self,
          ZmAuditItem *item)
{
  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->signals, item);
  g_object_set (self->line, "item", item, NULL);
  show_raw (self);
  name_row (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
zm_audit_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_AUDIT_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      set_item (ZM_AUDIT_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_row_dispose (GObject *object)
{
  ZmAuditRow *self = ZM_AUDIT_ROW (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->line, gtk_widget_unparent);
  g_clear_pointer (&self->raw, gtk_widget_unparent);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (zm_audit_row_parent_class)->dispose (object);
}

static void
zm_audit_row_class_init (ZmAuditRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_row_dispose;
  object_class->get_property = zm_audit_row_get_property;
  object_class->set_property = zm_audit_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_AUDIT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
zm_audit_row_init (ZmAuditRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->line = g_object_new (ZM_TYPE_AUDIT_LINE, NULL);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->signals = g_signal_group_new (ZM_TYPE_AUDIT_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify::expanded", G_CALLBACK (show_raw), self);
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}
