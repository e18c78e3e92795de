#include "config.h"

#include "ui/audit-raw.h"

#include <glib/gi18n.h>

struct _ZmAuditRaw {
  GtkWidget     parent_instance;

  ZmAuditItem  *item;
  GSignalGroup *signals;

  GtkWidget    *box; /* NULL until somebody looks: a list keeps hundreds of rows */
  GtkLabel     *raw;
  GtkWidget    *story;
};

G_DEFINE_FINAL_TYPE (ZmAuditRaw, zm_audit_raw, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
add_button (GtkWidget  *box,
            GtkWidget  *button,
            const char *action_name)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_box_append (GTK_BOX (box), button);
}

static void
build (ZmAuditRaw *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->raw = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                            PANGO_WRAP_CHAR, "selectable", TRUE, "can-focus", FALSE, NULL);
  self->story = gtk_button_new_with_label (_("Story of the Session"));
  /* The target first: an action of another type is complained of. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->story), "s", "");
  gtk_widget_add_css_class (GTK_WIDGET (self->raw), "monospace");
  add_button (buttons, gtk_button_new_with_label (_("Copy the Record")), "raw.copy");
  add_button (buttons, self->story, "audit.show-session");
  gtk_box_append (GTK_BOX (self->box), buttons);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->raw));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* Only what is looked at is written out. */
static void
show (ZmAuditRaw *self)
{
  gboolean expanded = FALSE;
  g_autofree char *raw = NULL;
  g_autofree char *session = NULL;

  if (self->item != NULL)
    g_object_get (self->item, "expanded", &expanded, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), expanded);
  if (!expanded)
    return;

  if (self->box == NULL)
    build (self);
  g_object_get (self->item, "raw", &raw, "session", &session, NULL);
  gtk_label_set_text (self->raw, raw);
  gtk_widget_set_visible (self->story, *session != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->story), "s", session);
}

static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmAuditRaw *self = ZM_AUDIT_RAW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->raw));
}

static void
zm_audit_raw_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_AUDIT_RAW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_raw_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ZmAuditRaw *self = ZM_AUDIT_RAW (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      if (!g_set_object (&self->item, g_value_get_object (value)))
        break;
      g_signal_group_set_target (self->signals, self->item);
      show (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_raw_dispose (GObject *object)
{
  ZmAuditRaw *self = ZM_AUDIT_RAW (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (zm_audit_raw_parent_class)->dispose (object);
}

static void
zm_audit_raw_class_init (ZmAuditRawClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_raw_dispose;
  object_class->get_property = zm_audit_raw_get_property;
  object_class->set_property = zm_audit_raw_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_AUDIT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "raw.copy", NULL, copy);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
zm_audit_raw_init (ZmAuditRaw *self)
{
  self->signals = g_signal_group_new (ZM_TYPE_AUDIT_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify::expanded", G_CALLBACK (show), self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "raw");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
