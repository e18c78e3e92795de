#include "config.h"

#include "ui/enrolment-card.h"

#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/failure-card.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmEnrolmentCard {
  GtkWidget      parent_instance;

  ZmEnrolment   *enrolment;
  gboolean       may_change;
  gboolean       working;

  GtkSpinButton *devices;
  GtkWidget     *failure;
  GtkSpinButton *minutes;
};

G_DEFINE_FINAL_TYPE (ZmEnrolmentCard, zm_enrolment_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ENROLMENT,
  PROP_MAY_CHANGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static ZmBadgeKind
get_kind (gpointer self,
          gboolean known,
          gboolean open)
{
  if (!known)
    return ZM_BADGE_UNKNOWN;

  return open ? ZM_BADGE_GOOD : ZM_BADGE_NEUTRAL;
}

static char *
get_word (gpointer self,
          gboolean known,
          gboolean open)
{
  if (!known)
    return g_strdup (C_("enrolment window", "Unknown"));

  return g_strdup (open ? C_("enrolment window", "Open") : C_("enrolment window", "Closed"));
}

static gboolean
is_not (gpointer self,
        gboolean value)
{
  return !value;
}

static gboolean
may_open (gpointer self,
          gboolean may_change,
          gboolean open)
{
  return may_change && !open;
}

static void
update_actions (ZmEnrolmentCard *self)
{
  gboolean able = self->may_change && !self->working && self->enrolment != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrolment.open", able);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrolment.close", able);
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ZmEnrolmentCard) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = zm_enrolment_finish (ZM_ENROLMENT (source), result, &error);

  self->working = FALSE;
  update_actions (self);
  if (self->failure == NULL)
    return;

  g_object_set (self->failure, "failure", error, "visible", !done, NULL);
}

static void
begin (ZmEnrolmentCard *self)
{
  self->working = TRUE;
  gtk_widget_set_visible (self->failure, FALSE);
  update_actions (self);
}

static void
open_window (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ZmEnrolmentCard *self = ZM_ENROLMENT_CARD (widget);

  begin (self);
  gtk_spin_button_update (self->devices);
  gtk_spin_button_update (self->minutes);
  zm_enrolment_open_async (self->enrolment, (guint) gtk_spin_button_get_value_as_int (self->devices),
                           (guint) gtk_spin_button_get_value_as_int (self->minutes), acted_cb,
                           g_object_ref (self));
}

static void
close_window (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmEnrolmentCard *self = ZM_ENROLMENT_CARD (widget);

  begin (self);
  zm_enrolment_close_async (self->enrolment, acted_cb, g_object_ref (self));
}

static void
zm_enrolment_card_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ZmEnrolmentCard *self = ZM_ENROLMENT_CARD (object);

  switch (prop_id)
    {
    case PROP_ENROLMENT:
      g_value_set_object (value, self->enrolment);
      break;
    case PROP_MAY_CHANGE:
      g_value_set_boolean (value, self->may_change);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_enrolment_card_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  ZmEnrolmentCard *self = ZM_ENROLMENT_CARD (object);

  switch (prop_id)
    {
    case PROP_ENROLMENT:
      g_set_object (&self->enrolment, g_value_get_object (value));
      break;
    case PROP_MAY_CHANGE:
      self->may_change = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
  update_actions (self);
}

static void
zm_enrolment_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_ENROLMENT_CARD);

  G_OBJECT_CLASS (zm_enrolment_card_parent_class)->dispose (object);
}

static void
zm_enrolment_card_finalize (GObject *object)
{
  g_clear_object (&ZM_ENROLMENT_CARD (object)->enrolment);

  G_OBJECT_CLASS (zm_enrolment_card_parent_class)->finalize (object);
}

static void
zm_enrolment_card_class_init (ZmEnrolmentCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_enrolment_card_dispose;
  object_class->finalize = zm_enrolment_card_finalize;
  object_class->get_property = zm_enrolment_card_get_property;
  object_class->set_property = zm_enrolment_card_set_property;

  properties[PROP_ENROLMENT] = g_param_spec_object ("enrolment", NULL, NULL, ZM_TYPE_ENROLMENT,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAY_CHANGE] = g_param_spec_boolean ("may-change", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "enrolment.close", NULL, close_window);
  gtk_widget_class_install_action (widget_class, "enrolment.open", NULL, open_window);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_BADGE_KIND);
  g_type_ensure (ZM_TYPE_ENROLMENT);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/enrolment-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmEnrolmentCard, devices);
  gtk_widget_class_bind_template_child (widget_class, ZmEnrolmentCard, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmEnrolmentCard, minutes);
  gtk_widget_class_bind_template_callback (widget_class, get_kind);
  gtk_widget_class_bind_template_callback (widget_class, get_word);
  gtk_widget_class_bind_template_callback (widget_class, is_not);
  gtk_widget_class_bind_template_callback (widget_class, may_open);
}

static void
zm_enrolment_card_init (ZmEnrolmentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  update_actions (self);
}
