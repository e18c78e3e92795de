#include "ui/clock-strip.h"

#include "app/station/clock-words.h"
#include "ui/clock-face.h"
#include "ui/template.h"

struct _ZmClockStrip {
  GtkWidget   parent_instance;

  GListModel *model;

  GtkBox     *faces;
  GtkBox     *consequences;
};

G_DEFINE_FINAL_TYPE (ZmClockStrip, zm_clock_strip, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_consequence (ZmClockStrip *self,
                 const char   *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (self->consequences, label);
}

static void
changed_cb (ZmClockStrip *self)
{
  guint count = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  clear_box (self->faces);
  clear_box (self->consequences);
  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmTick) clock = g_list_model_get_item (self->model, i);
      const char *consequence = zm_clock_words_consequence (clock);

      gtk_box_append (self->faces, zm_clock_face_new (clock));
      if (consequence != NULL)
        add_consequence (self, consequence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->consequences),
                          gtk_widget_get_first_child (GTK_WIDGET (self->consequences)) != NULL);
}

static void
set_model (ZmClockStrip *self,
           GListModel   *model)
{
  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
zm_clock_strip_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, ZM_CLOCK_STRIP (object)->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_clock_strip_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      set_model (ZM_CLOCK_STRIP (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_clock_strip_dispose (GObject *object)
{
  ZmClockStrip *self = ZM_CLOCK_STRIP (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_CLOCK_STRIP);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (zm_clock_strip_parent_class)->dispose (object);
}

static void
zm_clock_strip_class_init (ZmClockStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_clock_strip_dispose;
  object_class->get_property = zm_clock_strip_get_property;
  object_class->set_property = zm_clock_strip_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/clock-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmClockStrip, consequences);
  gtk_widget_class_bind_template_child (widget_class, ZmClockStrip, faces);
}

static void
zm_clock_strip_init (ZmClockStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
