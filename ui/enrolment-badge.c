#include "config.h"

#include "ui/enrolment-badge.h"

#include "ui/accessible.h"
#include "ui/template.h"

struct _ZmEnrolmentBadge {
  GtkWidget    parent_instance;

  ZmEnrolment *enrolment;

  GtkWidget   *button;
};

G_DEFINE_FINAL_TYPE (ZmEnrolmentBadge, zm_enrolment_badge, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ENROLMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
get_icon_name (gpointer self,
               gboolean open)
{
  return g_strdup (open ? "changes-allow-symbolic" : "changes-prevent-symbolic");
}

static void
sentence_cb (ZmEnrolmentBadge *self)
{
  g_autofree char *sentence = NULL;

  if (self->button == NULL)
    return;

  g_object_get (self->enrolment, "sentence", &sentence, NULL);
  gtk_widget_set_tooltip_text (self->button, sentence);
  zm_accessible_set_description (self->button, sentence);
}

static void
zm_enrolment_badge_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  g_value_set_object (value, ZM_ENROLMENT_BADGE (object)->enrolment);
}

static void
zm_enrolment_badge_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ZmEnrolmentBadge *self = ZM_ENROLMENT_BADGE (object);

  if (!g_set_object (&self->enrolment, g_value_get_object (value)))
    return;

  if (self->enrolment != NULL)
    g_signal_connect_object (self->enrolment, "notify::sentence", G_CALLBACK (sentence_cb), self,
                             G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (object, pspec);
}

static void
zm_enrolment_badge_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_ENROLMENT_BADGE);

  G_OBJECT_CLASS (zm_enrolment_badge_parent_class)->dispose (object);
}

static void
zm_enrolment_badge_finalize (GObject *object)
{
  g_clear_object (&ZM_ENROLMENT_BADGE (object)->enrolment);

  G_OBJECT_CLASS (zm_enrolment_badge_parent_class)->finalize (object);
}

static void
zm_enrolment_badge_class_init (ZmEnrolmentBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_enrolment_badge_dispose;
  object_class->finalize = zm_enrolment_badge_finalize;
  object_class->get_property = zm_enrolment_badge_get_property;
  object_class->set_property = zm_enrolment_badge_set_property;

  properties[PROP_ENROLMENT] =
    g_param_spec_object ("enrolment", NULL, NULL, ZM_TYPE_ENROLMENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_ENROLMENT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/enrolment-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmEnrolmentBadge, button);
  gtk_widget_class_bind_template_callback (widget_class, get_icon_name);
}

static void
zm_enrolment_badge_init (ZmEnrolmentBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
