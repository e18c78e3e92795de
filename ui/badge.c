#include "ui/badge.h"

#include "ui/template.h"

struct _ZmBadge {
  GtkWidget    parent_instance;

  ZmBadgeKind  kind;
  char        *label;
  gboolean     whole;
};

G_DEFINE_ENUM_TYPE (ZmBadgeKind, zm_badge_kind,
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_NEUTRAL, "neutral"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_BAD, "bad"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (ZM_BADGE_WARNING, "warning"))

G_DEFINE_FINAL_TYPE (ZmBadge, zm_badge, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_KIND,
  PROP_LABEL,
  PROP_WHOLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct {
  const char *icon_name;
  const char *style_class;
} looks[] = {
  [ZM_BADGE_NEUTRAL] = { "media-record-symbolic", "dim-label" },
  [ZM_BADGE_GOOD] = { "emblem-ok-symbolic", "success" },
  [ZM_BADGE_BAD] = { "dialog-error-symbolic", "error" },
  [ZM_BADGE_WAITING] = { "content-loading-symbolic", "dim-label" },
  [ZM_BADGE_UNKNOWN] = { "zm-unknown-symbolic", "dim-label" },
  [ZM_BADGE_ABSENT] = { "list-remove-symbolic", "dim-label" },
  [ZM_BADGE_WARNING] = { "dialog-warning-symbolic", "warning" },
};

const char *
zm_badge_kind_icon (ZmBadgeKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (looks), NULL);

  return looks[kind].icon_name;
}

const char *
zm_badge_kind_class (ZmBadgeKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (looks), NULL);

  return looks[kind].style_class;
}

static char *
get_icon_name (ZmBadge     *self,
               ZmBadgeKind  kind)
{
  return g_strdup (zm_badge_kind_icon (kind));
}

static void
set_kind (ZmBadge     *self,
          ZmBadgeKind  kind)
{
  g_return_if_fail ((gsize) kind < G_N_ELEMENTS (looks));

  if (self->kind == kind)
    return;

  gtk_widget_remove_css_class (GTK_WIDGET (self), looks[self->kind].style_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[kind].style_class);
  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
set_label (ZmBadge    *self,
           const char *label)
{
  if (g_strcmp0 (self->label, label) == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static PangoEllipsizeMode
get_ellipsize (ZmBadge  *self,
               gboolean  whole)
{
  return whole ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END;
}

static void
set_whole (ZmBadge  *self,
           gboolean  whole)
{
  if (self->whole == whole)
    return;

  self->whole = whole;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHOLE]);
}

static void
zm_badge_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  ZmBadge *self = ZM_BADGE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, self->whole);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_badge_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  ZmBadge *self = ZM_BADGE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      set_kind (self, (ZmBadgeKind) g_value_get_enum (value));
      break;
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    case PROP_WHOLE:
      set_whole (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_badge_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_BADGE);

  G_OBJECT_CLASS (zm_badge_parent_class)->dispose (object);
}

static void
zm_badge_finalize (GObject *object)
{
  g_free (ZM_BADGE (object)->label);

  G_OBJECT_CLASS (zm_badge_parent_class)->finalize (object);
}

static void
zm_badge_class_init (ZmBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_badge_dispose;
  object_class->finalize = zm_badge_finalize;
  object_class->get_property = zm_badge_get_property;
  object_class->set_property = zm_badge_set_property;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/badge.ui");
  gtk_widget_class_bind_template_callback (widget_class, get_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, get_ellipsize);
  gtk_widget_class_set_css_name (widget_class, "badge");
}

static void
zm_badge_init (ZmBadge *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[self->kind].style_class);
  gtk_widget_init_template (GTK_WIDGET (self));
}
