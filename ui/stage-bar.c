#include "ui/stage-bar.h"

#include "ui/stage-cell.h"
#include "ui/template.h"

struct _ZmStageBar {
  GtkWidget       parent_instance;

  ZmSessionStage  shown;
  ZmSessionStage  stage;
  gboolean        failed;
};

G_DEFINE_FINAL_TYPE (ZmStageBar, zm_stage_bar, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_FAILED,
  PROP_SHOWN,
  PROP_STAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_shown (ZmStageBar     *self,
           ZmSessionStage  shown)
{
  if (self->shown == shown)
    return;

  self->shown = shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
set_stage (ZmStageBar     *self,
           ZmSessionStage  stage)
{
  if (self->stage != stage)
    {
      self->stage = stage;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
    }
  set_shown (self, stage);
}

static void
set_failed (ZmStageBar *self,
            gboolean    failed)
{
  if (self->failed == failed)
    return;

  self->failed = failed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED]);
}

static void
show_stage (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmStageBar *self = ZM_STAGE_BAR (widget);
  g_autoptr(GEnumClass) stages = g_type_class_ref (ZM_TYPE_SESSION_STAGE);
  GEnumValue *value = g_enum_get_value_by_nick (stages, g_variant_get_string (parameter, NULL));

  if (value != NULL && value->value <= (int) self->stage)
    set_shown (self, (ZmSessionStage) value->value);
}

static void
zm_stage_bar_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ZmStageBar *self = ZM_STAGE_BAR (object);

  switch (prop_id)
    {
    case PROP_FAILED:
      g_value_set_boolean (value, self->failed);
      break;
    case PROP_SHOWN:
      g_value_set_enum (value, (int) self->shown);
      break;
    case PROP_STAGE:
      g_value_set_enum (value, (int) self->stage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_stage_bar_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ZmStageBar *self = ZM_STAGE_BAR (object);

  switch (prop_id)
    {
    case PROP_FAILED:
      set_failed (self, g_value_get_boolean (value));
      break;
    case PROP_SHOWN:
      set_shown (self, (ZmSessionStage) g_value_get_enum (value));
      break;
    case PROP_STAGE:
      set_stage (self, (ZmSessionStage) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_stage_bar_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_STAGE_BAR);

  G_OBJECT_CLASS (zm_stage_bar_parent_class)->dispose (object);
}

static void
zm_stage_bar_class_init (ZmStageBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_stage_bar_dispose;
  object_class->get_property = zm_stage_bar_get_property;
  object_class->set_property = zm_stage_bar_set_property;

  properties[PROP_FAILED] = g_param_spec_boolean ("failed", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWN] = g_param_spec_enum ("shown", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                              ZM_STAGE_PAIR, flags);
  properties[PROP_STAGE] = g_param_spec_enum ("stage", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                              ZM_STAGE_PAIR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "stage.show", "s", show_stage);

  g_type_ensure (ZM_TYPE_STAGE_CELL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/stage-bar.ui");
  gtk_widget_class_set_css_name (widget_class, "stagebar");
}

static void
zm_stage_bar_init (ZmStageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
