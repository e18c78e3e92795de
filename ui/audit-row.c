#include "config.h"

#include "ui/audit-row.h"

#include "ui/accessible.h"
#include "ui/audit-raw.h"
#include "ui/squeeze.h"
#include "ui/template.h"
#include "ui/text-cell.h"

#include <adwaita.h>

struct _ZmAuditRow {
  GtkWidget    parent_instance;

  ZmAuditItem *item;

  AdwSqueezer *squeezer;
};

G_DEFINE_FINAL_TYPE (ZmAuditRow, zm_audit_row, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
get_icon_name (gpointer self,
               gboolean expanded)
{
  return g_strdup (expanded ? "pan-down-symbolic" : "pan-end-symbolic");
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
format_place (gpointer    self,
              const char *actor,
              const char *device)
{
  if (device == NULL || *device == '\0')
    return g_strdup (actor);

  return g_strdup_printf ("%s · %s", actor, device);
}

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
set_item (ZmAuditRow  *self,
          ZmAuditItem *item)
{
  if (!g_set_object (&self->item, item))
    return;

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
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUDIT_ROW);
  g_clear_object (&ZM_AUDIT_ROW (object)->item);

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

  g_type_ensure (ZM_TYPE_AUDIT_RAW);
  g_type_ensure (ZM_TYPE_TEXT_CELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditRow, squeezer);
  gtk_widget_class_bind_template_callback (widget_class, format_place);
  gtk_widget_class_bind_template_callback (widget_class, get_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
zm_audit_row_init (ZmAuditRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_squeeze_follow (self->squeezer);
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}
