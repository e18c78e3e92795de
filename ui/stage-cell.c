#include "config.h"

#include "ui/stage-cell.h"

#include "app/base/join.h"
#include "ui/accessible.h"

#include <glib/gi18n.h>

struct _ZmStageCell {
  GtkButton       parent_instance;

  ZmSessionStage  current;
  ZmSessionStage  shown;
  ZmSessionStage  stage;
  gboolean        failed;
};

G_DEFINE_FINAL_TYPE (ZmStageCell, zm_stage_cell, GTK_TYPE_BUTTON)

enum {
  PROP_0,
  PROP_CURRENT,
  PROP_FAILED,
  PROP_SHOWN,
  PROP_STAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct {
  const char *word;
  const char *icon_name;
} stages[] = {
  [ZM_STAGE_PAIR] = { NC_ ("stage", "Pair"), "insert-link-symbolic" },
  [ZM_STAGE_CHECK] = { NC_ ("stage", "Check"), "edit-find-symbolic" },
  [ZM_STAGE_CERTIFICATE] = { NC_ ("stage", "Certificate"), "application-certificate-symbolic" },
  [ZM_STAGE_DELIVER] = { NC_ ("stage", "Deliver"), "document-send-symbolic" },
  [ZM_STAGE_TEST] = { NC_ ("stage", "Test"), "network-transmit-receive-symbolic" },
  [ZM_STAGE_DONE] = { NC_ ("stage", "Done"), "starred-symbolic" },
};

static const char *
say_stage (ZmSessionStage stage)
{
  return g_dpgettext2 (NULL, "stage", stages[stage].word);
}

/* Only "done" is done as soon as it is reached. */
static gboolean
is_passed (ZmSessionStage stage,
           ZmSessionStage current,
           gboolean       failed)
{
  return stage < current || (stage == current && stage == ZM_STAGE_DONE && !failed);
}

static char *
get_icon_name (ZmStageCell    *self,
               ZmSessionStage  stage,
               ZmSessionStage  current,
               gboolean        failed)
{
  if (is_passed (stage, current, failed))
    return g_strdup ("emblem-ok-symbolic");
  if (stage == current && failed)
    return g_strdup ("dialog-error-symbolic");

  return g_strdup (stages[stage].icon_name);
}

static char *
get_word (ZmStageCell    *self,
          ZmSessionStage  stage)
{
  return g_strdup (say_stage (stage));
}

static void
set_style (ZmStageCell *self,
           const char  *style_class,
           gboolean     on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), style_class);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), style_class);
}

static void
update_look (ZmStageCell *self)
{
  gboolean passed = is_passed (self->stage, self->current, self->failed);
  gboolean current = self->stage == self->current;
  const char *word = say_stage (self->stage);
  const char *state = passed ? _("done") : current && self->failed ? _("failed here") :
                      current ? _("current step") : _("still to come");
  g_autofree char *name = zm_join_pair (word, state);

  set_style (self, "passed", passed);
  set_style (self, "current", current && !passed && !self->failed);
  set_style (self, "failed", current && self->failed);
  set_style (self, "shown", self->stage == self->shown);
  /* Not by sensitivity, which belongs to the button's action. */
  gtk_widget_set_focusable (GTK_WIDGET (self), self->stage <= self->current);
  gtk_widget_set_can_target (GTK_WIDGET (self), self->stage <= self->current);
  zm_accessible_set_label (GTK_WIDGET (self), name);
}

static void
zm_stage_cell_constructed (GObject *object)
{
  G_OBJECT_CLASS (zm_stage_cell_parent_class)->constructed (object);

  update_look (ZM_STAGE_CELL (object));
}

static void
zm_stage_cell_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ZmStageCell *self = ZM_STAGE_CELL (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      g_value_set_enum (value, (int) self->current);
      break;
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
set_stage (ZmStageCell    *self,
           ZmSessionStage *field,
           ZmSessionStage  stage,
           guint           property)
{
  if (*field == stage)
    return;

  *field = stage;
  update_look (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_failed (ZmStageCell *self,
            gboolean     failed)
{
  if (self->failed == failed)
    return;

  self->failed = failed;
  update_look (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED]);
}

static void
zm_stage_cell_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ZmStageCell *self = ZM_STAGE_CELL (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      set_stage (self, &self->current, (ZmSessionStage) g_value_get_enum (value), prop_id);
      break;
    case PROP_FAILED:
      set_failed (self, g_value_get_boolean (value));
      break;
    case PROP_SHOWN:
      set_stage (self, &self->shown, (ZmSessionStage) g_value_get_enum (value), prop_id);
      break;
    case PROP_STAGE:
      set_stage (self, &self->stage, (ZmSessionStage) g_value_get_enum (value), prop_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_stage_cell_class_init (ZmStageCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = zm_stage_cell_constructed;
  object_class->get_property = zm_stage_cell_get_property;
  object_class->set_property = zm_stage_cell_set_property;

  properties[PROP_CURRENT] = g_param_spec_enum ("current", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                                ZM_STAGE_PAIR, flags);
  properties[PROP_FAILED] = g_param_spec_boolean ("failed", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWN] = g_param_spec_enum ("shown", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                              ZM_STAGE_PAIR, flags);
  properties[PROP_STAGE] = g_param_spec_enum ("stage", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                              ZM_STAGE_PAIR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/stage-cell.ui");
  gtk_widget_class_bind_template_callback (widget_class, get_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, get_word);
}

static void
zm_stage_cell_init (ZmStageCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
